package dev.tollgate.gateway.control.workspaces;

import dev.tollgate.contract.caller.Caller;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.runtime.postgres.EnumColumn;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A workspace locked until the transaction ends: its state cannot change before the commit. The lock is a name besides
 * the row, since those who share a row pass whoever waits to change it: changes could keep a suspension waiting until
 * its deadline. The function {@code control.standing_workspace} does the same.
 *
 * @param modules keys of the modules that are on
 * @param plan name of the tenant's plan
 */
public record LockedWorkspace(Workspace.Status status, Set<String> modules, String plan) {

    private static final String READ = """
            SELECT w.status, billing.plan_of(w.tenant_id) AS plan,
                   ARRAY(SELECT s.module FROM control.module_switch s WHERE s.workspace_id = w.id AND s.enabled) AS modules
              FROM control.workspace w
             WHERE w.tenant_id = $1 AND w.id = $2
            """;

    private static final String LOCK = "SELECT 1 FROM control.workspace WHERE tenant_id = $1 AND id = $2 FOR SHARE";

    private static final String TAKE_TURNS =
            "SELECT 1 FROM control.workspace WHERE tenant_id = $1 AND id = $2 FOR NO KEY UPDATE";

    public LockedWorkspace {
        modules = Set.copyOf(modules);
    }

    /** The workspace the caller acts in; the gates have seen that it exists. */
    public static Future<LockedWorkspace> of(Transaction tx, Caller caller) {
        var _ = tx.lockShared(name(caller));
        return locked(tx, caller, LOCK);
    }

    /** The same, for changes that must not run beside another of their kind. */
    public static Future<LockedWorkspace> inTurn(Transaction tx, Caller caller) {
        takeTurn(tx, caller);
        return locked(tx, caller, TAKE_TURNS);
    }

    /** Waits until nobody else has the workspace locked; then its row is to be locked. */
    static void takeTurn(Transaction tx, Caller caller) {
        var _ = tx.lock(name(caller));
    }

    private static String name(Caller caller) {
        return "control.workspace " + caller.workspaceId().value();
    }

    private static Future<LockedWorkspace> locked(Transaction tx, Caller caller, String lock) {
        var key = Tuple.of(caller.tenantId().value(), caller.workspaceId().value());
        return tx.lockThenRead(lock, READ, key).map(rows -> {
            var row = rows.iterator().next();
            return new LockedWorkspace(
                    EnumColumn.read(row, "status", Workspace.Status.class),
                    Set.of(row.getArrayOfStrings("modules")),
                    row.getString("plan"));
        });
    }

    /** The outcome of {@code change}, which needs an active workspace, or why it may not be. */
    public <A> Future<Outcome<A>> whenActive(Supplier<Future<Outcome<A>>> change) {
        var refusal = refusal(status);
        return refusal == null ? change.get() : Future.succeededFuture(Outcome.refused(refusal));
    }

    /** The refusal of changes in this state; null if it permits them. */
    static @Nullable Refusal refusal(Workspace.Status status) {
        return switch (status) {
            case ACTIVE -> null;
            case SUSPENDED -> new Refusal.WorkspaceNotActive("The workspace is suspended.");
            case ARCHIVED -> new Refusal.WorkspaceNotActive("The workspace is archived.");
        };
    }
}
