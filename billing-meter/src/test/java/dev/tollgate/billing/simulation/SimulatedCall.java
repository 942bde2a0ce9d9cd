package dev.tollgate.billing.simulation;

import dev.tollgate.contract.event.Charge;
import dev.tollgate.money.hold.SimulatedRedis;
import java.time.Instant;
import java.util.UUID;

/** A call that was admitted, as the naive account knows it: every call by itself. */
final class SimulatedCall {

    /** Progress of a call. */
    enum State {
        /** It runs; it will become an event, or give its hold back. */
        LIVE,
        /** Its event is durable. */
        DURABLE,
        /** Its event is booked. */
        CHARGED,
        RELEASED,
        /** Its process has died: nobody will charge it or give it back. */
        LEAKED
    }

    final long cost;
    final Charge.Hold hold;
    final boolean limited;
    final SimulatedRedis server;
    final Instant deadline;
    State state = State.LIVE;
    UUID event;
    long charge;

    /** @param limited whether its credential has a budget, known to its gateway or not */
    SimulatedCall(long cost, Charge.Hold hold, boolean limited, SimulatedRedis server, Instant deadline) {
        this.cost = cost;
        this.hold = hold;
        this.limited = limited;
        this.server = server;
        this.deadline = deadline;
    }

    /** Whether it may still be charged. */
    boolean isOpen() {
        return state == State.LIVE || state == State.DURABLE;
    }

    boolean isLive() {
        return state == State.LIVE;
    }

    /** Whether its event is in the outbox, the log or the ledger. */
    boolean isDurable() {
        return state == State.DURABLE || state == State.CHARGED;
    }

    /** What it takes of money and budget, or may still take. */
    long used() {
        return switch (state) {
            case LIVE, LEAKED -> cost;
            case DURABLE, CHARGED -> charge;
            case RELEASED -> 0;
        };
    }
}
