package dev.tollgate.money.hold;

import dev.tollgate.contract.event.Charge;
import dev.tollgate.money.rating.PublishedFigures;
import java.time.Instant;

/** A message in the outbox and in the log. */
sealed interface ProtocolMessage {

    record Event(Call call) implements ProtocolMessage {}

    record Close(long bucket) implements ProtocolMessage {}

    /** A tenant marker, and what was held without a durable event when it was written. */
    record Incarnation(long n, long liveMicros) implements ProtocolMessage {}

    /** A message on its way to Redis. */
    sealed interface Sent {}

    record Publish(PublishedFigures figures) implements Sent {}

    record Prepare(long n) implements Sent {}

    /** Progress of a call. */
    enum State {
        LIVE,
        DURABLE,
        CHARGED,
        RELEASED,
        LOST
    }

    /** A call that was admitted. */
    final class Call {
        final int id;
        final long cost;
        final Charge.Hold hold;
        final Instant deadline;
        State state;

        Call(int id, long cost, Charge.Hold hold, Instant deadline, State state) {
            this.id = id;
            this.cost = cost;
            this.hold = hold;
            this.deadline = deadline;
            this.state = state;
        }
    }
}
