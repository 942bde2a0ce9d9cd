package dev.tollgate.gateway.control.credentials;

/**
 * Status of a credential. Revoked is final; an expired one becomes active again with a later expiry, a quarantined one
 * with another secret, an inactive one with its workspace, which is suspended or archived.
 */
public enum CredentialStatus {
    ACTIVE,
    INACTIVE,
    EXPIRED,
    QUARANTINED,
    REVOKED
}
