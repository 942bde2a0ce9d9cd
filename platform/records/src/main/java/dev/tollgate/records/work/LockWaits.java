package dev.tollgate.records.work;

import dev.tollgate.contract.caller.Actor;
import dev.tollgate.contract.caller.Caller;
import dev.tollgate.contract.caller.TenantId;
import java.util.HashSet;
import java.util.Set;

/**
 * Bounds the transactions of an event loop that wait for locks for longer than others: each keeps a connection for as
 * long. Operators and the installation itself may have half of the connections waiting. People may have a quarter, one
 * for each tenant. Not safe from two threads.
 */
final class LockWaits {

    private static final int PART = 2;
    private static final int PEOPLE_PART = 4;

    private final int connections;
    private final Set<TenantId> tenants = new HashSet<>();
    private int waiting;

    LockWaits(int connections) {
        this.connections = connections;
    }

    /** Whether one more may wait, which {@link #end} ends. */
    boolean begin(Caller caller) {
        boolean begun = isPerson(caller)
                ? waiting < connections / PEOPLE_PART && tenants.add(caller.tenantId())
                : waiting < Math.max(1, connections / PART);
        if (begun) {
            waiting++;
        }
        return begun;
    }

    void end(Caller caller) {
        waiting--;
        if (isPerson(caller)) {
            tenants.remove(caller.tenantId());
        }
    }

    private static boolean isPerson(Caller caller) {
        return !caller.isOperator() && caller.actor().kind() != Actor.Kind.SYSTEM;
    }
}
