package dev.tollgate.money.account;

import static dev.tollgate.embedded.RepeatedCheck.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.embedded.RepeatedCheck;
import dev.tollgate.embedded.TestServers;
import dev.tollgate.money.hold.HoldDecision;
import dev.tollgate.money.hold.HoldRequest;
import dev.tollgate.money.hold.Holds;
import dev.tollgate.money.hold.RateLimit;
import dev.tollgate.money.rating.AccountOverride;
import dev.tollgate.money.rating.Enforcement;
import dev.tollgate.money.redis.RedisFunctions;
import dev.tollgate.runtime.repeat.FutureLoop;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Holds that were made before their calls came. */
class LeasedHoldsTest extends OnHolds {

    private static final int SIDE_BY_SIDE = 8;
    private static final int ROUNDS = 200;

    @Test
    void equal_calls_that_keep_coming_side_by_side_ask_redis_for_few_of_them() {
        TenantId tenant = bench.account(MoneyBench.LARGE);

        RepeatedCheck.within(WAIT_MAX, () -> {
            long batches = bench.onLoop(holds::batches);
            assertThat(rounds(new HoldRequest(tenant, 1, List.of()))).isEqualTo(ROUNDS * SIDE_BY_SIDE);
            assertThat(bench.onLoop(holds::batches) - batches).isLessThan(ROUNDS / 4);
        });
    }

    @Test
    void what_no_call_used_is_given_back() {
        TenantId tenant = bench.account(MoneyBench.LARGE);

        int admitted = rounds(new HoldRequest(tenant, 1, List.of()));

        eventually(() -> heldOpen(tenant) == admitted);
    }

    @Test
    void of_calls_that_keep_coming_exactly_as_many_are_admitted_as_the_balance_covers() {
        TenantId tenant = bench.account(MoneyBench.SMALL);

        int admitted = rounds(new HoldRequest(tenant, 1, List.of()));
        eventually(() -> heldOpen(tenant) == admitted);
        long more = IntStream.range(0, ROUNDS).filter(_ -> heldAgain(tenant, 1)).count();

        assertThat(admitted + more).isEqualTo(1_000);
        assertThat(heldOpen(tenant)).isEqualTo(1_000);
    }

    @Test
    void a_pause_is_obeyed_by_all_calls_once_what_was_held_before_is_used_or_has_ended() {
        TenantId tenant = bench.account(MoneyBench.LARGE);
        var request = new HoldRequest(tenant, 1, List.of());
        assertThat(rounds(request)).isPositive();
        bench.asTenant(
                tenant,
                transaction -> bench.accounts.setOverride(
                        transaction, tenant, new AccountOverride(null, null, Enforcement.PAUSED, "test", null)));
        bench.awaited(() -> bench.copies.publish(tenant));

        eventually(() -> paused(attempt(tenant, 1)));
        long held = heldOpen(tenant);

        assertThat(rounds(request)).isZero();
        assertThat(heldOpen(tenant)).isLessThanOrEqualTo(held);
    }

    @Test
    void a_limit_admits_no_more_than_its_burst_and_what_it_regains_meanwhile() {
        TenantId tenant = bench.account(MoneyBench.LARGE);
        var limit = new RateLimit(RateLimit.TENANT, 400);
        long start = System.nanoTime();

        int admitted = rounds(new HoldRequest(tenant, 1, List.of(limit)));
        double seconds = (System.nanoTime() - start) / 1e9;

        assertThat(admitted).isBetween(400, 400 + (int) Math.ceil(400 * seconds));
    }

    private static boolean paused(HoldDecision decision) {
        return decision instanceof HoldDecision.Refused refused && refused.refusal() instanceof Refusal.AccountPaused;
    }

    @Test
    void calls_that_come_while_redis_is_asked_use_what_is_held_ahead_and_cost_their_limits_once_each() {
        TenantId tenant = bench.account(MoneyBench.LARGE);
        int calls = 3_000;
        var request = new HoldRequest(tenant, 1, List.of(new RateLimit(RateLimit.TENANT, calls)));
        long batches = bench.onLoop(holds::batches);

        var decisions = bench.awaited(
                () -> Future.<List<HoldDecision>>future(all -> eachTurn(request, new ArrayList<>(), calls, all)));

        assertThat(decisions).hasSize(calls).allMatch(HoldDecision.Admitted.class::isInstance);
        assertThat(bench.onLoop(holds::batches) - batches).isLessThan(calls / 10);
        eventually(() -> heldOpen(tenant) == calls);
    }

    @Test
    void holds_that_are_closed_give_back_at_once_what_they_hold_ahead() {
        TenantId tenant = bench.account(MoneyBench.LARGE);
        var request = new HoldRequest(tenant, 1, List.of());
        var functions = bench.onLoop(
                () -> RedisFunctions.open(bench.vertx, TestServers.shared().redisUrl()));
        var stopping = bench.onLoop(() -> new Holds(bench.vertx, functions, bench.copies));
        int admitted = rounds(stopping, request, ROUNDS);
        while (heldOpen(tenant) == admitted) {
            admitted += rounds(stopping, request, 3);
        }

        bench.awaited(() -> stopping.close().compose(_ -> functions.close()));

        assertThat(heldOpen(tenant)).isEqualTo(admitted);
    }

    /** A call in every turn of the loop, whether or not others are answered. */
    private static void eachTurn(
            HoldRequest request, List<Future<HoldDecision>> made, int left, Promise<List<HoldDecision>> all) {
        if (left == 0) {
            Future.all(made).map(ended -> ended.<HoldDecision>list()).onComplete(all);
            return;
        }
        made.add(bench.verdict(holds, request));
        bench.vertx.runOnContext(_ -> eachTurn(request, made, left - 1, all));
    }

    /**
     * So many rounds of equal calls side by side, each begun on the loop by the end of the one before; answers how many
     * were admitted.
     */
    private static int rounds(HoldRequest request) {
        return rounds(holds, request, ROUNDS);
    }

    private static int rounds(Holds holds, HoldRequest request, int rounds) {
        List<HoldDecision> decisions = new ArrayList<>();
        bench.awaited(() -> FutureLoop.whileTrue(() -> {
            var calls = new ArrayList<Future<HoldDecision>>();
            for (int call = 0; call < SIDE_BY_SIDE; call++) {
                calls.add(bench.verdict(holds, request));
            }
            return Future.all(calls).map(all -> {
                decisions.addAll(all.list());
                return decisions.size() < rounds * SIDE_BY_SIDE;
            });
        }));
        return (int) decisions.stream()
                .filter(HoldDecision.Admitted.class::isInstance)
                .count();
    }
}
