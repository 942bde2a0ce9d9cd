package dev.tollgate.contract.caller;

/** What a person may be: an operator of the installation, the owner of a tenant, or a member of a workspace. */
public enum Role {
    OPERATOR,
    TENANT_OWNER,
    OWNER,
    ADMIN,
    MEMBER,
    AGENT,
    READONLY
}
