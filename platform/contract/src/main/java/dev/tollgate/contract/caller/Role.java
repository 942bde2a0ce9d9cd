package dev.tollgate.contract.caller;

/** Role of a person: operator of the installation, owner of a tenant, or member of a workspace. */
public enum Role {
    OPERATOR,
    TENANT_OWNER,
    OWNER,
    ADMIN,
    MEMBER,
    AGENT,
    READONLY
}
