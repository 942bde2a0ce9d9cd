package dev.tollgate.gateway.control.credentials;

import dev.tollgate.contract.operation.Call;
import dev.tollgate.gateway.control.budgets.BudgetChanges;
import dev.tollgate.gateway.control.rows.RowStamp;
import dev.tollgate.money.price.Plans;
import dev.tollgate.runtime.ids.IdSource;
import java.time.InstantSource;

/** Sources of new credentials and grants: ids, secrets, the limits of plans, budgets, the time. */
public final class CredentialIssuer {

    private final IdSource ids;
    private final Secrets secrets;
    private final Plans plans;
    private final BudgetChanges budgets;
    private final InstantSource clock;

    public CredentialIssuer(IdSource ids, Secrets secrets, Plans plans, BudgetChanges budgets, InstantSource clock) {
        this.ids = ids;
        this.secrets = secrets;
        this.plans = plans;
        this.budgets = budgets;
        this.clock = clock;
    }

    public IdSource ids() {
        return ids;
    }

    Secrets secrets() {
        return secrets;
    }

    Plans plans() {
        return plans;
    }

    public BudgetChanges budgets() {
        return budgets;
    }

    public RowStamp stamp(Call<?> call) {
        return RowStamp.of(call, clock);
    }
}
