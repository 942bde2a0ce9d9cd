package dev.tollgate.modules.analytics.check;

/** What becomes of events of names without an approved definition. */
public enum Unplanned {
    ACCEPT,
    QUARANTINE,
    BLOCK;

    /** The same for events that have a fault: those that are accepted have none for their name. */
    Enforcement enforcement() {
        return switch (this) {
            case ACCEPT -> Enforcement.OBSERVE;
            case QUARANTINE -> Enforcement.QUARANTINE;
            case BLOCK -> Enforcement.BLOCK;
        };
    }
}
