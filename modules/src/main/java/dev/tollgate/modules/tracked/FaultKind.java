package dev.tollgate.modules.tracked;

/** Kinds of faults of events. */
public enum FaultKind {
    UNPLANNED,
    MISSING,
    TYPE,
    VALUE,
    EXTRA,
    TOO_OLD,
    FUTURE,
    TOO_MANY_NAMES,
    DEPRECATED,
    SUSPECTED_PII;

    /** Whether an event with it is counted like a good one. */
    public boolean isNotice() {
        return this == DEPRECATED || this == SUSPECTED_PII;
    }

    /** Whether no row can hold an event with it. */
    public boolean isUnstorable() {
        return this == TOO_OLD || this == FUTURE || this == TOO_MANY_NAMES;
    }
}
