package dev.tollgate.gateway.control.credentials;

/** Whether a credential opens the door. Revoked is final; an expired one opens it again with a later expiry. */
public enum CredentialStatus {
    ACTIVE,
    EXPIRED,
    REVOKED
}
