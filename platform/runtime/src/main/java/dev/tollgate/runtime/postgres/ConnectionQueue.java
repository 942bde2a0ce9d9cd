package dev.tollgate.runtime.postgres;

import dev.tollgate.runtime.memory.FairQueue;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Those that wait for a connection. Tenants take turns, and what acts for nobody, such as the look-up of a credential,
 * takes a turn like a tenant. Every second turn is of operators, whatever they act on, and of what acts for the
 * installation, as long as any of it waits: a call of an operator needs several connections one after the other, and in
 * the turns of tenants it would wait for all of them each time. Not safe from two threads.
 */
final class ConnectionQueue<W> {

    /** More callers than this would only wait to fail. Beyond it a tenant has one at most. */
    static final int SIZE_MAX = 2_048;

    /** The most callers of all tenants. */
    static final int TENANTS_SIZE_MAX = 2 * SIZE_MAX;

    private final FairQueue<RowSecurityContext, W> ofTenants = new FairQueue<>();
    private final ArrayDeque<W> ofInstallation = new ArrayDeque<>();
    private boolean tenantsTurn;

    /** Whether one more of this context may wait. */
    boolean hasRoom(RowSecurityContext context) {
        return isOfInstallation(context)
                ? ofInstallation.size() < SIZE_MAX
                : ofTenants.size() < (ofTenants.contains(context.turn()) ? SIZE_MAX : TENANTS_SIZE_MAX);
    }

    void add(RowSecurityContext context, W waiting) {
        if (isOfInstallation(context)) {
            ofInstallation.add(waiting);
        } else {
            ofTenants.add(context.turn(), waiting);
        }
    }

    private static boolean isOfInstallation(RowSecurityContext context) {
        return context.installation() || context.operator();
    }

    /** The next; null if none waits. */
    @Nullable W poll() {
        tenantsTurn = !tenantsTurn;
        var next = tenantsTurn ? ofTenants.poll() : ofInstallation.poll();
        if (next != null) {
            return next;
        }
        return tenantsTurn ? ofInstallation.poll() : ofTenants.poll();
    }

    /** Removes those for which this holds, from the head of each queue: they came first. */
    List<W> removeHeads(Predicate<W> over) {
        var removed = new ArrayList<>(ofTenants.removeHeads(over));
        while (!ofInstallation.isEmpty() && over.test(ofInstallation.element())) {
            removed.add(ofInstallation.remove());
        }
        return removed;
    }

    int size() {
        return ofTenants.size() + ofInstallation.size();
    }
}
