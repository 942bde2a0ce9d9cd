package dev.tollgate.billing.reconcile;

import static dev.tollgate.billing.BillingBench.KEY;
import static dev.tollgate.billing.BillingBench.SMALL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.billing.BillingBench;
import dev.tollgate.billing.intake.LogInHand;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.money.account.Budgets;
import dev.tollgate.money.budget.BudgetKey;
import dev.tollgate.money.budget.BudgetLimit;
import dev.tollgate.money.budget.BudgetOwner;
import dev.tollgate.money.budget.BudgetPeriod;
import dev.tollgate.money.budget.CredentialBudget;
import dev.tollgate.money.hold.HoldDecision;
import dev.tollgate.money.hold.HoldRequest;
import dev.tollgate.money.usage.UsageCodec;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Charges that a meter from before budgets has booked count against budgets in the end. */
class BudgetRepairsTest {

    private static BillingBench bench;
    private static LogInHand log;

    private TenantId tenant;
    private BudgetKey key;

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

    @Test
    void what_an_older_meter_booked_counts_after_the_next_comparison() {
        set(BudgetPeriod.DAY);
        bookedByAnOlderMeter(100);
        long before = spent();

        var _ = bench.await(bench.reconciliation::run);

        assertThat(before).isZero();
        assertThat(spent()).isEqualTo(100);
        assertThat(hold(401)).isInstanceOf(HoldDecision.Refused.class);
        assertThat(hold(400)).isInstanceOf(HoldDecision.Admitted.class);
        assertThat(drifts()).isEmpty();
    }

    @Test
    void a_budget_in_total_is_compared_with_the_sums_of_all_months() {
        set(BudgetPeriod.TOTAL);
        bookedByAnOlderMeter(100);

        var _ = bench.await(bench.reconciliation::run);
        long quick = spent();
        var _ = bench.await(bench.reconciliation::sums);

        assertThat(quick).isZero();
        assertThat(spent()).isEqualTo(100);
        assertThat(drifts()).isEmpty();
    }

    @Test
    void a_budget_that_agrees_with_usage_is_left_alone() {
        set(BudgetPeriod.DAY);
        log.book(tenant, UsageCodec.encode(bench.usage(tenant, 100)));
        long before = row("seq");

        var _ = bench.await(bench.reconciliation::run);

        assertThat(row("seq")).isEqualTo(before);
    }

    @Test
    void repairs_and_charges_at_the_same_time_count_every_charge_once() {
        set(BudgetPeriod.DAY);
        bookedByAnOlderMeter(10);

        var repairs = CompletableFuture.runAsync(() -> {
            for (int i = 0; i < 20; i++) {
                bench.execute(
                        "UPDATE billing.budget SET spent = spent + 7, seq = seq + 1 WHERE id = '" + key.id() + "'");
                var _ = bench.await(bench.reconciliation::run);
            }
        });
        for (int i = 0; i < 20; i++) {
            log.book(tenant, UsageCodec.encode(bench.usage(tenant, 1)));
        }
        repairs.join();
        var _ = bench.await(bench.reconciliation::run);

        assertThat(spent()).isEqualTo(30);
    }

    private void set(BudgetPeriod per) {
        var owner = new BudgetOwner(key, bench.workspace(tenant), BudgetOwner.Kind.API_KEY, KEY.id());
        var _ = bench.await(() -> bench.app.transaction(
                RowSecurityContext.of(tenant),
                bench.deadline(),
                transaction ->
                        new Budgets(bench.accounts, bench.clock).set(transaction, owner, new BudgetLimit(500, per))));
        var _ = bench.await(() -> bench.appCopies.budgets().publish(key));
    }

    /** It reads of no account whether its tenant has budgets. */
    private void bookedByAnOlderMeter(long micros) {
        bench.execute("UPDATE billing.account SET budgets = false WHERE tenant = '" + tenant.value() + "'");
        log.book(tenant, UsageCodec.encode(bench.usage(tenant, micros)));
        bench.execute("UPDATE billing.account SET budgets = true WHERE tenant = '" + tenant.value() + "'");
    }

    private HoldDecision hold(long micros) {
        var budget = new CredentialBudget(key.id(), new BudgetLimit(500, BudgetPeriod.DAY));
        return bench.await(() -> bench.holds.hold(new HoldRequest(tenant, micros, List.of(), budget)));
    }

    private long spent() {
        return row("spent");
    }

    private long row(String column) {
        return bench.number("SELECT " + column + " FROM billing.budget WHERE id = '" + key.id() + "'");
    }

    private List<Drift> drifts() {
        return bench.drifts().stream()
                .filter(drift -> drift.tenant().equals(tenant))
                .toList();
    }
}
