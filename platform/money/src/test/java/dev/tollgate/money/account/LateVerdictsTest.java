package dev.tollgate.money.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.outcome.Failure;
import dev.tollgate.money.hold.HoldDecision;
import dev.tollgate.money.hold.HoldRequest;
import dev.tollgate.money.hold.Holds;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What a hold does while Redis, or its own event loop, is late. */
class LateVerdictsTest extends OnHolds {

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

        HoldDecision decision = onceOfMany(() -> {
            bench.redis.must("CLIENT", "PAUSE", Holds.AWAY_TIMEOUT.multipliedBy(2).toMillis(), "WRITE");
            return holds.hold(new HoldRequest(tenant, 1, List.of()));
        });

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

    private static void holdUp(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() - end < 0) {
            Thread.onSpinWait();
        }
    }
}
