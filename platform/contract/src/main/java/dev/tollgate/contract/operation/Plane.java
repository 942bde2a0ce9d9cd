package dev.tollgate.contract.operation;

/** Where an operation can be reached: by applications and agents, or by those who run a workspace. */
public enum Plane {
    APP,
    CONTROL
}
