package dev.tollgate.money.copy;

import java.time.Duration;

/** State of a copy on its way to being current. */
public sealed interface CopyState {

    /** Current. */
    record Current() implements CopyState {}

    /** Not known: its master did not answer, others did. */
    record Away() implements CopyState {}

    /** The server has no copy of its present run. */
    record Absent() implements CopyState {}

    /**
     * Without figures: waits for the publish of its incarnation.
     *
     * @param inc its incarnation: the number of a preparation
     * @param age since it was made, by the clock of holds
     */
    record Stub(long inc, Duration age) implements CopyState {}
}
