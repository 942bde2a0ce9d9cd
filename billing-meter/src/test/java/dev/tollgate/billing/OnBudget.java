package dev.tollgate.billing;

import static dev.tollgate.billing.BillingBench.KEY;
import static dev.tollgate.billing.BillingBench.SMALL;

import dev.tollgate.billing.intake.LogInHand;
import dev.tollgate.billing.reconcile.Drift;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.money.account.Budgets;
import dev.tollgate.money.budget.BudgetKey;
import dev.tollgate.money.budget.BudgetLimit;
import dev.tollgate.money.budget.BudgetOwner;
import dev.tollgate.money.budget.BudgetPeriod;
import dev.tollgate.money.budget.CredentialBudget;
import dev.tollgate.money.hold.HoldDecision;
import dev.tollgate.money.hold.HoldRequest;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** Tests of the budget of one key of a new tenant. All tenants have a key of the same id. */
public abstract class OnBudget {

    protected static BillingBench bench;
    protected static LogInHand log;

    protected TenantId tenant;
    protected BudgetKey key;

    @BeforeAll
    static void open() {
        bench = new BillingBench();
        log = new LogInHand(bench);
    }

    @AfterAll
    static void close() {
        bench.close();
    }

    @BeforeEach
    void prepare() {
        tenant = bench.tenant(SMALL);
        key = new BudgetKey(tenant, bench.ids.next());
    }

    /** Null for no limit. */
    protected final void set(BudgetLimit limit) {
        set(limit, bench.clock);
    }

    protected final void set(BudgetLimit limit, InstantSource clock) {
        var owner = new BudgetOwner(key, bench.workspace(tenant), BudgetOwner.Kind.API_KEY, KEY.id());
        var context = RowSecurityContext.of(tenant);
        var _ = bench.await(() -> bench.app.transaction(
                context,
                bench.deadline(),
                transaction -> new Budgets(bench.accounts, clock).set(transaction, owner, limit)));
        var _ = bench.await(() -> bench.appCopies.budgets().publish(RowSecurityContext.of(key.tenant()), key));
    }

    /** As a gateway does that knows a limit of 500. */
    protected final HoldDecision hold(long micros) {
        var budget = new CredentialBudget(key.id(), new BudgetLimit(500, BudgetPeriod.DAY));
        return bench.hold(new HoldRequest(tenant, micros, List.of(), budget));
    }

    protected final long row(String column) {
        return bench.number("SELECT " + column + " FROM billing.budget WHERE id = '" + key.id() + "'");
    }

    protected final List<String> drifts() {
        return bench.drifts().stream()
                .filter(drift -> drift.tenant().equals(tenant))
                .map(Drift::what)
                .toList();
    }
}
