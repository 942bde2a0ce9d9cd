package dev.tollgate.money.usage;

import dev.tollgate.contract.event.UsageRecorded;

/** One element of a record on {@code tollgate.usage}. */
public sealed interface UsageMessage {

    /** A call to be charged and audited. */
    record Usage(UsageRecorded event) implements UsageMessage {}

    /** A mark in the log that says what lies before it. */
    record Marked(Marker marker) implements UsageMessage {}

    /**
     * Something nobody can read: it goes to the dead letters, and the partition moves on.
     *
     * @param reason for the operator
     * @param json the element as it stood, or the whole record where that was no JSON
     */
    record Unreadable(String reason, String json) implements UsageMessage {}
}
