package dev.tollgate.money.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.event.Charge;
import dev.tollgate.contract.outcome.Failure;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.money.hold.AccountCopy;
import dev.tollgate.money.hold.CanIgnoreReturnValue;
import dev.tollgate.money.hold.HoldDecision;
import dev.tollgate.money.hold.HoldRequest;
import dev.tollgate.money.hold.Holds;
import dev.tollgate.money.hold.RateLimit;
import dev.tollgate.money.rating.AccountOverride;
import dev.tollgate.money.rating.Enforcement;
import dev.tollgate.money.rating.MeteredCharge;
import dev.tollgate.money.usage.Marker;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Holds over real Redis and PostgreSQL, with the test in the meter's place. */
class HoldsTest {

    private static final Duration WAIT_MAX = Duration.ofSeconds(30);

    private static MoneyBench bench;
    private static Holds holds;

    @BeforeAll
    static void open() {
        bench = new MoneyBench();
        holds = bench.onLoop(() -> new Holds(bench.vertx, bench.functions, bench.copies));
        bench.awaited(bench.functions::load);
    }

    @AfterAll
    static void close() {
        bench.close();
    }

    @Test
    void a_new_account_holds_at_once_and_a_release_gives_back() {
        TenantId tenant = bench.account(MoneyBench.SMALL);

        HoldDecision.Admitted first = admitted(hold(tenant, 400));
        release(tenant, first.hold(), 400);
        until(() -> heldOpen(tenant) == 0);
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
        until(() -> heldOpen(tenant) == admitted * 10);
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
        until(() -> refused(hold(tenant, 100)));

        assertThat(refusal(paused)).isInstanceOf(Refusal.AccountPaused.class);
        assertThat(admitted(watched).balanceMicros()).isNegative();
        assertThat(bench.read(tenant).enforcement()).isEqualTo(Enforcement.ENFORCE);
    }

    @Test
    void a_lost_copy_is_made_anew_with_its_marker_and_charges_without_their_holds() {
        TenantId tenant = bench.account(MoneyBench.SMALL);
        HoldDecision.Admitted charged = admitted(hold(tenant, 300));
        charge(tenant, new MeteredCharge(300, charged.hold()));
        admitted(hold(tenant, 50));
        bench.redis.must("DEL", "{" + tenant.text() + "}:account");

        until(() -> {
            answeredAsMeter();
            return heldAgain(tenant, 100);
        });

        AccountCopy copy = bench.awaited(() -> bench.accountFunctions.read(List.of(tenant)))
                .getFirst()
                .orElseThrow();
        assertThat(copy.figures().included()).isEqualTo(700);
        assertThat(copy.figures().inc()).isGreaterThanOrEqualTo(2);
        assertThat(copy.openMicros()).isEqualTo(100);
    }

    @Test
    void a_foreign_value_at_the_key_of_an_account_heals_by_itself() {
        TenantId text = bench.account(MoneyBench.SMALL);
        TenantId list = bench.account(MoneyBench.SMALL);
        bench.redis.must("SET", "{" + text.text() + "}:account", "not a copy");
        bench.redis.must("DEL", "{" + list.text() + "}:account");
        bench.redis.must("LPUSH", "{" + list.text() + "}:account", "not a copy");

        until(() -> {
            answeredAsMeter();
            return heldAgain(text, 100) && heldAgain(list, 100);
        });

        assertThat(heldOpen(text)).isPositive();
        assertThat(heldOpen(list)).isPositive();
    }

    @Test
    void without_a_meter_calls_of_a_lost_copy_are_turned_away_in_time_and_others_feel_nothing() {
        TenantId lost = bench.account(MoneyBench.SMALL);
        TenantId sound = bench.account(MoneyBench.SMALL);
        bench.redis.must("DEL", "{" + lost.text() + "}:account");
        long start = System.nanoTime();

        Future<HoldDecision> waiting = bench.onLoop(() -> holds.hold(new HoldRequest(lost, 1, List.of())));
        HoldDecision other = hold(sound, 1);

        assertThat(other).isInstanceOf(HoldDecision.Admitted.class);
        assertThatThrownBy(waiting::await).isInstanceOf(Failure.Unavailable.class);
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isBetween(Duration.ofMillis(200), Duration.ofSeconds(15));
    }

    @Test
    void a_verdict_that_comes_after_its_caller_left_is_released() {
        TenantId tenant = bench.account(MoneyBench.SMALL);
        admitted(hold(tenant, 1));
        bench.redis.must("CLIENT", "PAUSE", 10_000, "WRITE");

        Future<HoldDecision> late = bench.onLoop(() -> holds.hold(new HoldRequest(tenant, 999, List.of())));
        assertThatThrownBy(late::await)
                .isInstanceOfSatisfying(
                        Failure.Unavailable.class,
                        broken -> assertThat(broken.effectUnknown()).isFalse());
        bench.redis.must("CLIENT", "UNPAUSE");

        until(() -> heldAgain(tenant, 999));
    }

    @Test
    void redis_may_take_longer_than_it_has_while_it_is_away() {
        TenantId tenant = bench.account(MoneyBench.SMALL);
        admitted(hold(tenant, 1));
        bench.redis.must("CLIENT", "PAUSE", Holds.AWAY_TIMEOUT.multipliedBy(2).toMillis(), "WRITE");

        HoldDecision decision = onceOfMany(() -> holds.hold(new HoldRequest(tenant, 1, List.of())));

        assertThat(decision).isInstanceOf(HoldDecision.Admitted.class);
    }

    @Test
    void time_in_which_the_loop_did_not_run_does_not_count_as_redis_time() {
        TenantId tenant = bench.account(MoneyBench.SMALL);
        admitted(hold(tenant, 1));

        HoldDecision decision = onceOfMany(() -> {
            bench.redis.must("CLIENT", "PAUSE", 10_000, "WRITE");
            Future<HoldDecision> asked = holds.hold(new HoldRequest(tenant, 1, List.of()));
            bench.vertx.runOnContext(_ -> {
                holdUp(Holds.ANSWER_TIMEOUT.multipliedBy(2));
                bench.vertx.setTimer(20, _ -> bench.redis.must("CLIENT", "UNPAUSE"));
            });
            return asked;
        });

        assertThat(decision).isInstanceOf(HoldDecision.Admitted.class);
    }

    @Test
    void a_loop_that_is_held_up_before_it_asks_redis_asks_all_the_same() {
        TenantId tenant = bench.account(MoneyBench.SMALL);
        admitted(hold(tenant, 1));

        HoldDecision decision = onceOfMany(() -> {
            Future<HoldDecision> asked = holds.hold(new HoldRequest(tenant, 1, List.of()));
            holdUp(Holds.ANSWER_TIMEOUT.multipliedBy(2));
            return asked;
        });

        assertThat(decision).isInstanceOf(HoldDecision.Admitted.class);
    }

    @Test
    void a_server_that_lost_the_library_is_given_it_again() {
        TenantId tenant = bench.account(MoneyBench.SMALL);
        bench.redis.must("FUNCTION", "FLUSH");

        HoldDecision decision = hold(tenant, 1);

        assertThat(decision).isInstanceOf(HoldDecision.Admitted.class);
    }

    @Test
    void a_publish_nobody_acknowledged_is_repeated() {
        TenantId tenant = bench.account(MoneyBench.SMALL);
        bench.asTenant(tenant, transaction -> bench.accounts.topUp(transaction, tenant, UUID.randomUUID(), 500, null));
        assertThat(bench.read(tenant).revision().ackedSeq()).isEqualTo(1);

        bench.awaited(bench.meterCopies::republish);

        assertThat(bench.read(tenant).revision().ackedSeq()).isEqualTo(2);
        assertThat(admitted(hold(tenant, 1_500)).balanceMicros()).isZero();
    }

    /** One of several tries: the machine may give Redis' process no time in just the time of one. */
    private static HoldDecision onceOfMany(Supplier<Future<HoldDecision>> step) {
        Failure.Unavailable last = null;
        for (int time = 0; time < 10; time++) {
            try {
                return bench.awaited(step);
            } catch (Failure.Unavailable late) {
                last = late;
            }
        }
        throw last;
    }

    private static HoldDecision attempt(TenantId tenant, long micros, RateLimit... rates) {
        return bench.awaited(() -> holds.hold(new HoldRequest(tenant, micros, List.of(rates))));
    }

    private static void holdUp(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() - end < 0) {
            Thread.onSpinWait();
        }
    }

    /** As a caller does: what was not available is tried again. */
    private static HoldDecision hold(TenantId tenant, long micros, RateLimit... rates) {
        long end = System.nanoTime() + WAIT_MAX.toNanos();
        while (true) {
            try {
                return attempt(tenant, micros, rates);
            } catch (Failure.Unavailable e) {
                assertThat(System.nanoTime()).as("in time").isLessThan(end);
            }
        }
    }

    /** What Redis holds once late verdicts have been released. */
    private static long heldOpen(TenantId tenant) {
        return bench.awaited(() -> bench.accountFunctions.read(List.of(tenant)))
                .getFirst()
                .orElseThrow()
                .openMicros();
    }

    private static boolean heldAgain(TenantId tenant, long micros) {
        try {
            return attempt(tenant, micros) instanceof HoldDecision.Admitted;
        } catch (Failure.Unavailable e) {
            return false;
        }
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

    private static void charge(TenantId tenant, MeteredCharge usage) {
        bench.charge(tenant, List.of(usage));
    }

    private static void override(TenantId tenant, AccountOverride override) {
        bench.asTenant(tenant, transaction -> bench.accounts.setOverride(transaction, tenant, override));
        bench.awaited(() -> bench.copies.publish(tenant));
    }

    /** Reads back markers as a meter does, and answers them. */
    @CanIgnoreReturnValue
    private static int answeredAsMeter() {
        List<Marker> markers = new ArrayList<>(bench.takeMarkers());
        for (Marker marker : markers) {
            if (marker instanceof Marker.Tenant(TenantId tenant, long n)) {
                bench.asMeter(transaction -> bench.rows.raiseIncarnations(transaction, Map.of(tenant, n)));
                bench.awaited(() -> bench.meterCopies.publish(List.of(tenant)));
            }
        }
        return markers.size();
    }

    private static void until(BooleanSupplier condition) {
        long end = System.nanoTime() + WAIT_MAX.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(end);
            Thread.onSpinWait();
        }
    }

    @CanIgnoreReturnValue
    private static HoldDecision.Admitted admitted(HoldDecision decision) {
        assertThat(decision).isInstanceOf(HoldDecision.Admitted.class);
        return (HoldDecision.Admitted) decision;
    }

    private static Refusal refusal(HoldDecision decision) {
        assertThat(decision).isInstanceOf(HoldDecision.Refused.class);
        return ((HoldDecision.Refused) decision).refusal();
    }
}
