package dev.tollgate.gateway.control.credentials;

/** Whether a credential opens the door. Revoked is final. */
public enum CredentialStatus {
    ACTIVE,
    REVOKED
}
