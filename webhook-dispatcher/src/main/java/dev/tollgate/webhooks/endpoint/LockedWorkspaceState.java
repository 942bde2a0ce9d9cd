package dev.tollgate.webhooks.endpoint;

import dev.tollgate.contract.caller.Caller;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * State of the call's workspace, locked until the transaction ends.
 *
 * @param status as the control plane names it
 * @param modules keys of the modules that are on
 */
record LockedWorkspaceState(String status, Set<String> modules) {

    static final String MODULE = "integrations";

    private static final String ACTIVE = "active";
    private static final String STANDING = "SELECT status, modules FROM control.standing_workspace($1, $2)";

    LockedWorkspaceState {
        modules = Set.copyOf(modules);
    }

    /** The current state. */
    static Future<LockedWorkspaceState> of(Transaction tx, Caller caller) {
        return standing(tx, caller, false);
    }

    /** The same, for changes that must not run beside another of their kind. */
    static Future<LockedWorkspaceState> inTurn(Transaction tx, Caller caller) {
        return standing(tx, caller, true);
    }

    private static Future<LockedWorkspaceState> standing(Transaction tx, Caller caller, boolean inTurn) {
        return tx.query(STANDING, Tuple.of(caller.workspaceId().value(), inTurn))
                .map(rows -> {
                    var row = rows.iterator().next();
                    return new LockedWorkspaceState(row.getString("status"), Set.of(row.getArrayOfStrings("modules")));
                });
    }

    /** The outcome of a change that needs an active workspace, or why it may not be. */
    <A> Future<Outcome<A>> whenActive(Supplier<Future<Outcome<A>>> change) {
        return refused(notActive(), change);
    }

    /** The same for one that needs the module too. */
    <A> Future<Outcome<A>> whenOn(Supplier<Future<Outcome<A>>> change) {
        return refused(
                notActive()
                        .or(() -> modules.contains(MODULE)
                                ? Optional.empty()
                                : Optional.of(new Refusal.ModuleNotEnabled(MODULE))),
                change);
    }

    private Optional<Refusal> notActive() {
        return status.equals(ACTIVE)
                ? Optional.empty()
                : Optional.of(new Refusal.WorkspaceNotActive("The workspace is " + status + "."));
    }

    private static <A> Future<Outcome<A>> refused(Optional<Refusal> refusal, Supplier<Future<Outcome<A>>> change) {
        return refusal.isPresent() ? Future.succeededFuture(Outcome.refused(refusal.get())) : change.get();
    }
}
