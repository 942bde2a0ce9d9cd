package dev.tollgate.money.usage;

import dev.tollgate.contract.event.UsageRecorded;

/** One element of a record on {@code tollgate.usage}. */
public sealed interface UsageMessage {

    /** A call to be charged and audited. */
    record Usage(UsageRecorded event) implements UsageMessage {}

    /** A mark in the log that says what lies before it. */
    record Marked(Marker marker) implements UsageMessage {}

    /**
     * Unreadable: stored as a dead letter, and the partition moves on.
     *
     * @param reason for the operator
     * @param json the element, or the whole record if it was not JSON; in Base64 if it was columnar
     */
    record Unreadable(String reason, String json) implements UsageMessage {}
}
