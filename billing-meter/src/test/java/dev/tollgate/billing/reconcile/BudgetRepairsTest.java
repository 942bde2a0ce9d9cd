package dev.tollgate.billing.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.billing.OnBudget;
import dev.tollgate.money.budget.BudgetLimit;
import dev.tollgate.money.budget.BudgetPeriod;
import dev.tollgate.money.hold.HoldDecision;
import dev.tollgate.money.usage.UsageCodec;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Charges that a meter from before budgets has booked count against budgets in the end. */
class BudgetRepairsTest extends OnBudget {

    @Test
    void what_an_older_meter_booked_counts_after_the_next_comparison() {
        set(new BudgetLimit(500, BudgetPeriod.DAY));
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
        set(new BudgetLimit(500, BudgetPeriod.TOTAL));
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
        set(new BudgetLimit(500, BudgetPeriod.DAY));
        log.book(tenant, UsageCodec.encode(bench.usage(tenant, 100)));
        long before = row("seq");

        var _ = bench.await(bench.reconciliation::run);

        assertThat(row("seq")).isEqualTo(before);
    }

    @Test
    void repairs_and_charges_at_the_same_time_count_every_charge_once() {
        set(new BudgetLimit(500, BudgetPeriod.DAY));
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
        repairs.orTimeout(5, TimeUnit.MINUTES).join();
        var _ = bench.await(bench.reconciliation::run);

        assertThat(spent()).isEqualTo(30);
    }

    /** It reads of no account whether its tenant has budgets. */
    private void bookedByAnOlderMeter(long micros) {
        bench.execute("UPDATE billing.account SET budgets = false WHERE tenant = '" + tenant.value() + "'");
        log.book(tenant, UsageCodec.encode(bench.usage(tenant, micros)));
        bench.execute("UPDATE billing.account SET budgets = true WHERE tenant = '" + tenant.value() + "'");
    }

    private long spent() {
        return row("spent");
    }
}
