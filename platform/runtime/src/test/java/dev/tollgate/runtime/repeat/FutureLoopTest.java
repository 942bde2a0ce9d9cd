package dev.tollgate.runtime.repeat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A loop ends after any number of rounds, however their futures complete. */
class FutureLoopTest {

    /** A recursion of futures overflows the stack after some thousand. */
    private static final int ROUNDS = 100_000;

    private final Vertx vertx = Vertx.vertx();
    private final Context loop = vertx.getOrCreateContext();

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void a_hundred_thousand_rounds_that_complete_later_end() {
        assertThat(rounds(this::later)).isEqualTo(ROUNDS);
    }

    @Test
    void a_hundred_thousand_rounds_that_complete_at_once_end() {
        assertThat(rounds(() -> Future.succeededFuture(1))).isEqualTo(ROUNDS);
    }

    @Test
    void a_hundred_thousand_rounds_of_chained_steps_end() {
        assertThat(rounds(() -> later().compose(_ -> later()).compose(_ -> Future.succeededFuture(1))))
                .isEqualTo(ROUNDS);
    }

    @Test
    void counts_are_summed_until_a_round_is_no_whole_batch() {
        var left = new AtomicInteger(25);

        var sum = onLoop(() -> FutureLoop.untilLessThan(10, () -> later().map(_ -> Math.min(10, left.getAndAdd(-10)))));

        assertThat(sum).isEqualTo(25);
        assertThat(left).hasValue(-5);
    }

    @Test
    void each_page_begins_after_the_one_before() {
        var seen = new StringBuilder();

        onLoop(() -> FutureLoop.<Integer>pages(after -> {
            seen.append(after).append(' ');
            return later().map(_ -> after == null ? Integer.valueOf(1) : after < 3 ? Integer.valueOf(after + 1) : null);
        }));

        assertThat(seen).hasToString("null 1 2 3 ");
    }

    @Test
    void a_round_that_fails_or_throws_ends_the_loop_with_its_failure() {
        assertThatThrownBy(() ->
                        onLoop(() -> FutureLoop.whileTrue(() -> later().compose(_ -> Future.failedFuture("broken")))))
                .hasMessage("broken");
        assertThatThrownBy(() -> onLoop(() -> FutureLoop.whileTrue(() -> {
                    throw new IllegalStateException("thrown");
                })))
                .hasMessage("thrown");
    }

    private int rounds(Supplier<Future<Integer>> step) {
        var done = new AtomicInteger();
        onLoop(() -> FutureLoop.whileTrue(() -> step.get().map(count -> done.addAndGet(count) < ROUNDS)));
        return done.get();
    }

    private Future<Integer> later() {
        return Future.future(promise -> loop.runOnContext(_ -> promise.complete(1)));
    }

    private <T> T onLoop(Supplier<Future<T>> work) {
        return Future.<T>future(promise -> loop.runOnContext(_ -> work.get().onComplete(promise)))
                .timeout(1, TimeUnit.MINUTES)
                .await();
    }
}
