package dev.tollgate.billing.recovery;

import static dev.tollgate.billing.BillingBench.SMALL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.billing.BillingBench;
import dev.tollgate.billing.OnBench;
import dev.tollgate.billing.Rebuilding;
import dev.tollgate.contract.caller.Caller;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.event.Charge;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.embedded.TestServers;
import dev.tollgate.money.account.Budgets;
import dev.tollgate.money.budget.BudgetKey;
import dev.tollgate.money.budget.BudgetLimit;
import dev.tollgate.money.budget.BudgetOwner;
import dev.tollgate.money.budget.BudgetPeriod;
import dev.tollgate.money.budget.CredentialBudget;
import dev.tollgate.money.clock.CloseStep;
import dev.tollgate.money.hold.HoldDecision;
import dev.tollgate.money.hold.HoldRequest;
import dev.tollgate.money.rating.Period;
import dev.tollgate.money.redis.FunctionLibrary;
import dev.tollgate.money.usage.Marker;
import dev.tollgate.money.usage.UsageCodec;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Closes that a clock ahead has made, and their repair. */
class RecoveryTest extends OnBench {

    private static final Caller OPERATOR = new Caller(BillingBench.KEY, null, null);
    private static final RecoveryReason WHY = new RecoveryReason("the clock was ahead");
    private static final long HOUR = 360;
    private static final BudgetLimit DAILY = new BudgetLimit(500, BudgetPeriod.DAY);

    private final Rebuilding rebuilding = new Rebuilding(bench, log);

    @Test
    void closes_in_the_future_are_set_back_and_calls_hold_in_the_present_again() {
        var tenant = bench.tenant(SMALL);
        closedAnHourAhead(tenant);
        var ahead = admitted(bench.hold(tenant, 1));

        var repaired = repaired();
        var after = admitted(rebuilding.hold(tenant, 1));
        var again = desk.done(RecoveryOperations.REPAIR_CLOSES, OPERATOR, WHY);

        assertThat(ahead.hold().bucket()).isGreaterThan(now() + HOUR - 10);
        assertThat(repaired.partitions()).isEqualTo(1);
        assertThat(repaired.accounts()).as("others of its slice closed with it").isPositive();
        assertThat(repaired.closedUntil()).isBefore(InstantSource.system().instant());
        assertThat(after.hold().bucket()).isLessThanOrEqualTo(now());
        assertThat(after.balanceMicros()).isEqualTo(979);
        assertThat(again.accounts()).isZero();
    }

    @Test
    void a_new_account_is_left_as_it_is() {
        var tenant = bench.tenant(SMALL);
        var before = bench.account(tenant);

        var repaired = repaired();

        assertThat(repaired.accounts()).isZero();
        assertThat(bench.account(tenant)).isEqualTo(before);
    }

    @Test
    void a_budget_that_closed_alone_in_the_future_is_set_back_and_holds_in_the_present_again() {
        var tenant = bench.tenant(SMALL);
        var key = budget(tenant);
        bend(key, "closed = closed + " + HOUR);
        var ahead = admitted(rebuilding.hold(of(key)));

        var repaired = repaired();
        var after = admitted(rebuilding.hold(of(key)));

        assertThat(ahead.hold().bucket()).isGreaterThan(now() + HOUR - 10);
        assertThat(repaired.accounts()).isZero();
        assertThat(row(key, "closed")).isLessThanOrEqualTo(now());
        assertThat(after.hold().bucket()).isLessThanOrEqualTo(now());
    }

    @Test
    void a_budget_that_turned_too_early_is_back_in_its_period_with_what_was_spent_in_it() {
        var tenant = bench.tenant(SMALL);
        var key = budget(tenant);
        var held = admitted(rebuilding.hold(of(key))).hold();
        log.book(tenant, UsageCodec.encode(bench.usage(tenant, new Charge("rest.write", 1, 20, "1", held))));
        long starts = row(key, "starts");
        bend(key, "starts = starts + 8640, spent = 0, open = 0");

        var _ = repaired();

        assertThat(row(key, "starts")).isEqualTo(starts);
        assertThat(row(key, "spent")).isEqualTo(20);
        assertThat(row(key, "open")).isEqualTo(20);
    }

    @Test
    void while_clocks_disagree_nothing_is_repaired() {
        var tenant = bench.tenant(SMALL);
        closedAnHourAhead(tenant);
        var closed = bench.account(tenant).closed();
        redisAhead(Duration.ofHours(-1));

        try {
            var refusal = desk.refusal(RecoveryOperations.REPAIR_CLOSES, OPERATOR, WHY);

            assertThat(refusal).isInstanceOf(Refusal.Conflict.class);
            assertThat(bench.account(tenant).closed()).isEqualTo(closed);
        } finally {
            redisAhead(Duration.ZERO);
        }
        assertThat(repaired().accounts()).isPositive();
        assertThat(bench.account(tenant).closed()).isLessThanOrEqualTo(now());
    }

    /** With the publish that follows a second later. */
    private static RepairedCloses repaired() {
        var repaired = desk.done(RecoveryOperations.REPAIR_CLOSES, OPERATOR, WHY);
        var _ = bench.await(bench.copies::republish);
        var _ = bench.await(bench.copies.budgets()::republish);
        return repaired;
    }

    private void closedAnHourAhead(TenantId tenant) {
        log.book(tenant, UsageCodec.encode(bench.usage(tenant, 20)));
        log.book(
                tenant,
                UsageCodec.encode(
                        new Marker.Close(CloseStep.last(InstantSource.system().instant()) + HOUR)));
        bench.await(() -> bench.copies.publish(tenant));
    }

    /** The budget of the key that calls of the tenant name. */
    private static BudgetKey budget(TenantId tenant) {
        var key = new BudgetKey(tenant, bench.ids.next());
        var owner = new BudgetOwner(key, bench.workspace(tenant), BudgetOwner.Kind.API_KEY, BillingBench.KEY.id());
        var _ = bench.await(() -> bench.app.transaction(
                RowSecurityContext.of(tenant),
                bench.deadline(),
                transaction -> new Budgets(bench.accounts, bench.clock).set(transaction, owner, DAILY)));
        var _ = bench.await(() -> bench.appCopies.budgets().publish(RowSecurityContext.of(key.tenant()), key));
        return key;
    }

    private static void bend(BudgetKey key, String change) {
        bench.execute("UPDATE billing.budget SET seq = seq + 1, publish_seq = seq + 1, " + change + " WHERE id = '"
                + key.id() + "'");
        var _ = bench.await(() -> bench.copies.budgets().publish(RowSecurityContext.of(key.tenant()), key));
    }

    private static long row(BudgetKey key, String column) {
        return bench.number("SELECT " + column + " FROM billing.budget WHERE id = '" + key.id() + "'");
    }

    private static HoldRequest of(BudgetKey key) {
        return new HoldRequest(key.tenant(), 20, List.of(), new CredentialBudget(key.id(), DAILY));
    }

    private static long now() {
        return Period.bucket(InstantSource.system().instant());
    }

    private static void redisAhead(Duration offset) {
        var redis = Redis.createClient(bench.vertx, TestServers.shared().redisUrl());
        redis.send(Request.cmd(Command.FUNCTION)
                        .arg("LOAD")
                        .arg("REPLACE")
                        .arg(FunctionLibrary.source(offset.toMillis())))
                .await();
        redis.close().await();
    }

    private static HoldDecision.Admitted admitted(HoldDecision decision) {
        assertThat(decision).isInstanceOf(HoldDecision.Admitted.class);
        return (HoldDecision.Admitted) decision;
    }
}
