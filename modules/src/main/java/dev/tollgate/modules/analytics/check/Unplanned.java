package dev.tollgate.modules.analytics.check;

/** What becomes of events of names without an approved definition. */
public enum Unplanned {
    ACCEPT,
    QUARANTINE,
    BLOCK;

    /** The same for events that have a fault: those that are accepted have none for their name. */
    EventEnforcement enforcement() {
        return switch (this) {
            case ACCEPT -> EventEnforcement.OBSERVE;
            case QUARANTINE -> EventEnforcement.QUARANTINE;
            case BLOCK -> EventEnforcement.BLOCK;
        };
    }
}
