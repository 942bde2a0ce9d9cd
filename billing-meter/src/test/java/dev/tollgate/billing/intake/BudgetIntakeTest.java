package dev.tollgate.billing.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.billing.OnBudget;
import dev.tollgate.contract.event.Charge;
import dev.tollgate.contract.event.UsageRecorded;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.embedded.TestServers;
import dev.tollgate.money.budget.BudgetLimit;
import dev.tollgate.money.budget.BudgetPeriod;
import dev.tollgate.money.copy.AccountFunctions;
import dev.tollgate.money.hold.HoldDecision;
import dev.tollgate.money.rating.Period;
import dev.tollgate.money.usage.Marker;
import dev.tollgate.money.usage.UsageCodec;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The meter counts charges against budgets, and reconcile compares them. */
class BudgetIntakeTest extends OnBudget {

    private Charge.Hold held(long micros) {
        return ((HoldDecision.Admitted) hold(micros)).hold();
    }

    private UsageRecorded usage(long micros, Charge.Hold hold) {
        return bench.usage(tenant, new Charge("rest.write", 1, micros, "1", hold));
    }

    private void book(UsageRecorded... events) {
        log.book(tenant, UsageCodec.encode(List.of(events)));
    }

    @Test
    void a_charge_counts_once_however_often_it_is_delivered() {
        set(new BudgetLimit(500, BudgetPeriod.DAY));
        var event = usage(120, held(120));

        book(event);
        log.book(tenant, UsageCodec.encode(event), UsageCodec.encode(usage(30, held(30))), UsageCodec.encode(event));

        assertThat(row("spent")).isEqualTo(150);
        assertThat(row("open")).isEqualTo(150);
        assertThat(drifts()).isEmpty();
    }

    @Test
    void a_call_that_was_held_before_its_gateway_knew_the_budget_counts_too() {
        var before = ((HoldDecision.Admitted) bench.hold(tenant, 100)).hold();
        set(new BudgetLimit(500, BudgetPeriod.DAY));

        book(usage(100, before));
        var _ = bench.await(() -> bench.copies.budgets().publish(RowSecurityContext.of(tenant), key));

        assertThat(row("spent")).isEqualTo(100);
        assertThat(row("open")).isZero();
        assertThat(hold(401)).isInstanceOf(HoldDecision.Refused.class);
        assertThat(hold(400)).isInstanceOf(HoldDecision.Admitted.class);
    }

    @Test
    void what_was_spent_in_the_period_before_the_budget_was_set_counts() {
        book(bench.usage(tenant, 100), bench.usage(tenant, 20));

        set(new BudgetLimit(500, BudgetPeriod.MONTH));

        assertThat(row("spent")).isEqualTo(120);
        assertThat(drifts()).isEmpty();
    }

    @Test
    void a_budget_for_another_period_counts_that_period() {
        set(new BudgetLimit(500, BudgetPeriod.DAY));
        book(usage(100, held(100)));

        set(new BudgetLimit(400, BudgetPeriod.TOTAL));

        assertThat(row("spent")).isEqualTo(100);
        assertThat(row("open")).isEqualTo(100);
        assertThat(hold(301)).isInstanceOf(HoldDecision.Refused.class);
        assertThat(hold(300)).isInstanceOf(HoldDecision.Admitted.class);
        assertThat(drifts()).isEmpty();
    }

    @Test
    void a_period_does_not_begin_before_the_clock_of_the_database_says_so() {
        set(new BudgetLimit(500, BudgetPeriod.DAY), () -> bench.clock.instant().plus(Duration.ofDays(3)));

        assertThat(row("starts")).isLessThanOrEqualTo(Period.bucket(bench.clock.instant()));
    }

    @Test
    void a_close_gives_back_what_was_held_and_never_charged() {
        set(new BudgetLimit(500, BudgetPeriod.DAY));
        var leaked = held(400);
        book(usage(60, held(60)));

        log.book(tenant, UsageCodec.encode(new Marker.Close(leaked.bucket() + 1)));
        var _ = bench.await(() -> bench.copies
                .publish(tenant)
                .compose(_ -> bench.copies.budgets().publish(RowSecurityContext.of(tenant), key)));

        assertThat(row("open")).isZero();
        assertThat(hold(441)).isInstanceOf(HoldDecision.Refused.class);
        assertThat(hold(440)).isInstanceOf(HoldDecision.Admitted.class);
        assertThat(drifts()).isEmpty();
    }

    @Test
    void figures_that_the_copy_did_not_take_are_not_acknowledged() {
        set(new BudgetLimit(500, BudgetPeriod.DAY));
        bench.execute("UPDATE billing.budget SET closed = closed - 1, seq = seq + 1, publish_seq = seq + 1 WHERE id = '"
                + key.id() + "'");

        var _ = bench.await(() -> bench.copies.budgets().publish(RowSecurityContext.of(tenant), key));

        assertThat(row("acked_seq")).isLessThan(row("publish_seq"));
    }

    @Test
    void a_rebuild_keeps_what_was_spent() {
        set(new BudgetLimit(500, BudgetPeriod.DAY));
        book(usage(120, held(120)));
        var late = held(80);
        bench.execute("UPDATE billing.account SET prep = 2 WHERE tenant = '" + tenant.value() + "'");
        forget();
        var _ = bench.await(() -> bench.accountFunctions.prepare(List.of(new AccountFunctions.Preparation(tenant, 2))));

        log.book(tenant, UsageCodec.encode(new Marker.Tenant(tenant, 2)), UsageCodec.encode(usage(80, late)));
        var _ = bench.await(() -> bench.copies.publish(tenant));

        assertThat(row("inc")).isEqualTo(2);
        assertThat(row("spent")).isEqualTo(200);
        assertThat(row("open")).isZero();
        assertThat(hold(301))
                .isInstanceOfSatisfying(
                        HoldDecision.Refused.class,
                        refused -> assertThat(refused.refusal()).isInstanceOf(Refusal.BudgetExhausted.class));
        assertThat(hold(300)).isInstanceOf(HoldDecision.Admitted.class);
        assertThat(drifts()).isEmpty();
    }

    private void rebuild(long number) {
        bench.execute("UPDATE billing.account SET prep = " + number + " WHERE tenant = '" + tenant.value() + "'");
        forget();
        var _ = bench.await(
                () -> bench.accountFunctions.prepare(List.of(new AccountFunctions.Preparation(tenant, number))));
        log.book(tenant, UsageCodec.encode(new Marker.Tenant(tenant, number)));
        var _ = bench.await(() -> bench.copies.publish(tenant));
    }

    @Test
    void a_budget_that_was_removed_while_the_copy_was_rebuilt_can_be_set_again() {
        set(new BudgetLimit(500, BudgetPeriod.DAY));
        book(usage(120, held(120)));
        set(null);

        rebuild(2);
        set(new BudgetLimit(500, BudgetPeriod.DAY));

        assertThat(row("inc")).isEqualTo(2);
        assertThat(hold(381)).isInstanceOf(HoldDecision.Refused.class);
        assertThat(hold(380)).isInstanceOf(HoldDecision.Admitted.class);
        assertThat(drifts()).isEmpty();
    }

    @Test
    void a_budget_that_a_raise_left_behind_is_mended_by_the_next_hold() {
        set(new BudgetLimit(500, BudgetPeriod.DAY));
        book(usage(120, held(120)));
        bench.execute("UPDATE billing.account SET budgets = false WHERE tenant = '" + tenant.value() + "'");

        rebuild(2);
        long before = row("inc");
        var refused = hold(381);
        var admitted = hold(380);

        assertThat(before).isEqualTo(1);
        assertThat(refused).isInstanceOf(HoldDecision.Refused.class);
        assertThat(admitted).isInstanceOf(HoldDecision.Admitted.class);
        assertThat(row("inc")).isEqualTo(2);
        assertThat(row("open")).isZero();
    }

    @Test
    void a_budget_that_a_raise_left_behind_is_mended_by_its_next_change() {
        set(new BudgetLimit(500, BudgetPeriod.DAY));
        book(usage(120, held(120)));
        bench.execute("UPDATE billing.account SET budgets = false WHERE tenant = '" + tenant.value() + "'");
        rebuild(2);

        set(new BudgetLimit(400, BudgetPeriod.DAY));

        assertThat(row("inc")).isEqualTo(2);
        assertThat(row("open")).isZero();
        assertThat(drifts()).isEmpty();
    }

    private void forget() {
        var url = TestServers.shared().addresses().redisUrl();
        var names = Request.cmd(Command.DEL)
                .arg('{' + tenant.text() + "}:account")
                .arg('{' + tenant.text() + "}:budget:" + key.id());
        var _ = bench.await(() -> Redis.createClient(bench.vertx, url).send(names));
    }

    @Test
    void a_budget_that_was_bent_is_found() {
        set(new BudgetLimit(500, BudgetPeriod.DAY));
        book(usage(120, held(120)));

        bench.execute("UPDATE billing.budget SET spent = spent + 5, open = open + 1 WHERE id = '" + key.id() + "'");

        assertThat(drifts())
                .containsExactlyInAnyOrder(
                        "budget " + key.id() + " and usage",
                        "open charges of budget " + key.id(),
                        "budget " + key.id() + " in row and copy",
                        "open charges and holds of budget " + key.id());
    }

    @Test
    void a_tenant_without_budgets_asks_no_table_of_budgets() throws SQLException {
        try (var connection = bench.connection();
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            var _ = statement.execute("LOCK TABLE billing.budget IN ACCESS EXCLUSIVE MODE");

            book(bench.usage(tenant, 100));

            assertThat(bench.account(tenant).month().spent()).isEqualTo(100);
        }
    }
}
