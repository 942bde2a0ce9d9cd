package dev.tollgate.gateway.control.credentials;

/** Status of a credential. Revoked is final; an expired one becomes active again with a later expiry. */
public enum CredentialStatus {
    ACTIVE,
    EXPIRED,
    REVOKED
}
