package dev.tollgate.modules.tracked;

/** What becomes of an event. */
public enum EventStorage {
    /** A row: it counts in queries. */
    COUNTED,
    /** Held for 30 days, until its violation is resolved. */
    QUARANTINED,
    /** Not stored, but for the samples of its violation. */
    NO
}
