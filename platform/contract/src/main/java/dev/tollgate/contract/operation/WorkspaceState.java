package dev.tollgate.contract.operation;

/**
 * In which state the workspace must be that the route of a control call names. On the app plane it must be active
 * always.
 */
public enum WorkspaceState {
    /** A suspended or archived workspace refuses the call. */
    ACTIVE,
    ANY
}
