package dev.tollgate.gateway.control.workspaces;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.money.price.Plan;
import dev.tollgate.money.price.Plans;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Limits the workspaces of a tenant to those of its plan. Archived workspaces do not count. */
public final class PlanLimit {

    /** Creating and restoring workspaces of a tenant is serialized: two never take the last one of the plan. */
    private static final String TAKE_TURNS = "SELECT 1 FROM control.tenant WHERE id = $1 FOR NO KEY UPDATE";

    private static final String COUNT = "SELECT control.living_workspaces($1) AS living, billing.plan_of($1) AS plan";

    private final Plans plans;

    public PlanLimit(Plans plans) {
        this.plans = plans;
    }

    /** The refusal of another workspace; empty if the plan permits one. */
    Future<Optional<Refusal>> refusal(Transaction tx, TenantId tenant) {
        var turn = tx.query(TAKE_TURNS, Tuple.of(tenant.value()));
        return tx.query(COUNT, Tuple.of(tenant.value())).compose(rows -> {
            var row = rows.iterator().next();
            var plan = plans.named(row.getString("plan"));
            return turn.map(Optional.ofNullable(refusal(plan, row.getLong("living"))));
        });
    }

    static @Nullable Refusal refusal(Plan plan, long living) {
        return living < plan.workspacesMax()
                ? null
                : new Refusal.PlanLimitReached("The plan " + plan.name() + " has room for " + plan.workspacesMax()
                        + (plan.workspacesMax() == 1 ? " workspace." : " workspaces."));
    }
}
