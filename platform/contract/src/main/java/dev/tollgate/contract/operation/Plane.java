package dev.tollgate.contract.operation;

/**
 * The plane on which an operation can be reached: by applications and agents, or by those who administer a workspace.
 */
public enum Plane {
    APP,
    CONTROL
}
