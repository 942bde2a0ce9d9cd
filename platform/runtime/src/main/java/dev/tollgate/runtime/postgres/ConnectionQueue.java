package dev.tollgate.runtime.postgres;

import dev.tollgate.runtime.memory.FairQueue;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Those that wait for a connection. Tenants take turns. Every second turn is of what acts for no tenant, as long as any
 * of it waits, such as a call of an operator or the look-up of a credential: it needs several connections one after the
 * other, and with a turn like any tenant's it would wait for all tenants each time. Not safe from two threads.
 */
final class ConnectionQueue<W> {
    private final FairQueue<RowSecurityContext, W> ofTenants = new FairQueue<>();
    private final FairQueue<RowSecurityContext, W> ofNone = new FairQueue<>();
    private boolean tenantsTurn;

    void add(RowSecurityContext context, W waiting) {
        var turn = context.turn();
        of(turn).add(turn, waiting);
    }

    /** The next; null if none waits. */
    @Nullable W poll() {
        tenantsTurn = !tenantsTurn;
        var next = (tenantsTurn ? ofTenants : ofNone).poll();
        return next == null ? (tenantsTurn ? ofNone : ofTenants).poll() : next;
    }

    /** Removes those for which this holds; they are at the head of their queue, since they came first. */
    List<W> removeHeads(Predicate<W> over) {
        var removed = new ArrayList<>(ofNone.removeHeads(over));
        removed.addAll(ofTenants.removeHeads(over));
        return removed;
    }

    /** Whether one waits that has the same turn. */
    boolean contains(RowSecurityContext context) {
        var turn = context.turn();
        return of(turn).contains(turn);
    }

    int size() {
        return ofTenants.size() + ofNone.size();
    }

    private FairQueue<RowSecurityContext, W> of(RowSecurityContext turn) {
        return turn.tenant() == null ? ofNone : ofTenants;
    }
}
