package dev.tollgate.gateway.control.credentials;

import dev.tollgate.contract.operation.Call;
import dev.tollgate.gateway.control.budgets.BudgetChanges;
import dev.tollgate.gateway.control.rows.RowStamp;
import dev.tollgate.gateway.credential.Peppers;
import dev.tollgate.money.price.Plans;
import dev.tollgate.runtime.ids.IdSource;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/** Sources of new credentials: ids, secrets, the limits of plans, budgets, the time. */
public final class CredentialIssuer {

    private final IdSource ids;
    private final Secrets secrets;
    private final Plans plans;
    private final BudgetChanges budgets;
    private final InstantSource clock;

    /** {@code random} must be fit for secrets. */
    public CredentialIssuer(
            IdSource ids,
            Peppers peppers,
            RandomGenerator random,
            Plans plans,
            BudgetChanges budgets,
            InstantSource clock) {
        this.ids = ids;
        this.secrets = new Secrets(peppers, random);
        this.plans = plans;
        this.budgets = budgets;
        this.clock = clock;
    }

    IdSource ids() {
        return ids;
    }

    Secrets secrets() {
        return secrets;
    }

    Plans plans() {
        return plans;
    }

    BudgetChanges budgets() {
        return budgets;
    }

    RowStamp stamp(Call<?> call) {
        return RowStamp.of(call, clock);
    }
}
