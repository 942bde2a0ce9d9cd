package dev.tollgate.modules.analytics.check;

/** What becomes of bad events of a plan. */
public enum EventEnforcement {
    /** They count, and are noted. */
    OBSERVE,
    /** They are held until somebody decides. */
    QUARANTINE,
    /** They are not stored. */
    BLOCK
}
