package dev.tollgate.money.account;

import static dev.tollgate.embedded.RepeatedCheck.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.event.Charge;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.money.hold.HoldDecision;
import dev.tollgate.money.hold.HoldRequest;
import dev.tollgate.money.hold.RateLimit;
import dev.tollgate.money.rating.AccountOverride;
import dev.tollgate.money.rating.Enforcement;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a hold admits and what it refuses. */
class HoldsTest extends OnHolds {

    @Test
    void a_new_account_holds_at_once_and_a_release_gives_back() {
        TenantId tenant = bench.account(MoneyBench.SMALL);

        HoldDecision.Admitted first = admitted(hold(tenant, 400));
        release(tenant, first.hold(), 400);
        eventually(() -> heldOpen(tenant) == 0);
        HoldDecision.Admitted second = admitted(hold(tenant, 1_000));

        assertThat(first.balanceMicros()).isLessThanOrEqualTo(600);
        assertThat(second.balanceMicros()).isZero();
    }

    @Test
    void of_many_concurrent_calls_exactly_as_many_are_admitted_as_the_balance_covers() {
        TenantId tenant = bench.account(MoneyBench.SMALL);

        List<Boolean> first = bench.awaited(() -> Future.all(IntStream.range(0, 500)
                        .mapToObj(_ -> holds.hold(new HoldRequest(tenant, 10, List.of()))
                                .map(HoldDecision.Admitted.class::isInstance)
                                .otherwise(false))
                        .toList())
                .map(all -> all.<Boolean>list()));
        long admitted = first.stream().filter(one -> one).count();
        eventually(() -> heldOpen(tenant) == admitted * 10);
        long more = IntStream.range(0, 200).filter(_ -> heldAgain(tenant, 10)).count();

        assertThat(admitted + more).isEqualTo(100);
        assertThat(heldOpen(tenant)).isEqualTo(1_000);
    }

    @Test
    void equal_calls_that_ask_together_are_one_entry() {
        TenantId tenant = bench.account(MoneyBench.SMALL);
        admitted(hold(tenant, 1));
        long asked = bench.onLoop(holds::asked);
        long entries = bench.onLoop(holds::entries);

        bench.awaited(() -> Future.join(IntStream.range(0, 100)
                        .mapToObj(_ -> holds.hold(new HoldRequest(tenant, 1, List.of())))
                        .toList())
                .otherwiseEmpty());

        assertThat(bench.onLoop(holds::asked) - asked).isEqualTo(100);
        assertThat(bench.onLoop(holds::entries) - entries).isOne();
    }

    @Test
    void the_limit_refuses_before_the_cap_and_the_cap_before_the_balance() {
        TenantId tenant = bench.account(MoneyBench.TINY);
        override(tenant, new AccountOverride(20L, null, Enforcement.ENFORCE, "test", null));
        RateLimit once = new RateLimit(RateLimit.TENANT, 1);

        HoldDecision balance = hold(tenant, 15);
        HoldDecision cap = hold(tenant, 21);
        admitted(hold(tenant, 1, once));
        HoldDecision rate = hold(tenant, 21, once);

        assertThat(refusal(balance)).isInstanceOf(Refusal.UsageBalanceExhausted.class);
        assertThat(refusal(cap)).isInstanceOf(Refusal.MonthlyCapReached.class);
        assertThat(refusal(rate)).isInstanceOf(Refusal.RateLimited.class);
        assertThat(refusal(rate).retryAfter()).isPositive().isLessThanOrEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void pause_and_notify_act_with_their_publish_and_end_with_their_time() {
        TenantId tenant = bench.account(MoneyBench.TINY);

        override(tenant, new AccountOverride(null, null, Enforcement.PAUSED, "test", null));
        HoldDecision paused = hold(tenant, 1);
        override(
                tenant,
                new AccountOverride(
                        null,
                        null,
                        Enforcement.NOTIFY,
                        "test",
                        bench.clock.instant().plusMillis(400)));
        HoldDecision watched = hold(tenant, 100);
        eventually(() -> refused(hold(tenant, 100)));

        assertThat(refusal(paused)).isInstanceOf(Refusal.AccountPaused.class);
        assertThat(admitted(watched).balanceMicros()).isNegative();
        assertThat(bench.read(tenant).enforcement()).isEqualTo(Enforcement.ENFORCE);
    }

    private static boolean refused(HoldDecision decision) {
        return decision instanceof HoldDecision.Refused;
    }

    private static void release(TenantId tenant, Charge.Hold hold, long micros) {
        bench.onLoop(() -> {
            holds.release(tenant, hold, micros);
            return true;
        });
    }

    private static void override(TenantId tenant, AccountOverride override) {
        bench.asTenant(tenant, transaction -> bench.accounts.setOverride(transaction, tenant, override));
        bench.awaited(() -> bench.copies.publish(tenant));
    }

    private static Refusal refusal(HoldDecision decision) {
        assertThat(decision).isInstanceOf(HoldDecision.Refused.class);
        return ((HoldDecision.Refused) decision).refusal();
    }
}
