package dev.tollgate.records.work;

import dev.tollgate.contract.caller.Actor;
import dev.tollgate.contract.caller.Caller;
import dev.tollgate.contract.caller.TenantId;
import java.util.HashSet;
import java.util.Set;

/**
 * Bounds the transactions of an event loop that wait for locks for longer than others: each keeps a connection for as
 * long. Operators may have half of the connections waiting, all others a quarter: for each tenant one of its people and
 * one of the installation itself, such as a payment. Not safe from two threads.
 */
final class LockWaits {

    private static final int OPERATORS_PART = 2;
    private static final int OTHERS_PART = 4;

    private record Turn(TenantId tenant, boolean system) {}

    private final int connections;
    private final Set<Turn> turns = new HashSet<>();
    private int waiting;

    LockWaits(int connections) {
        this.connections = connections;
    }

    /** Whether one more may wait, which {@link #end} ends. */
    boolean begin(Caller caller) {
        boolean begun = caller.isOperator()
                ? waiting < Math.max(1, connections / OPERATORS_PART)
                : waiting < connections / OTHERS_PART && turns.add(turn(caller));
        if (begun) {
            waiting++;
        }
        return begun;
    }

    void end(Caller caller) {
        waiting--;
        if (!caller.isOperator()) {
            turns.remove(turn(caller));
        }
    }

    private static Turn turn(Caller caller) {
        return new Turn(caller.tenantId(), caller.actor().kind() == Actor.Kind.SYSTEM);
    }
}
