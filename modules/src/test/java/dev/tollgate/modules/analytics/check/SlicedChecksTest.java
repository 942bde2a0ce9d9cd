package dev.tollgate.modules.analytics.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class SlicedChecksTest {

    private static final Vertx VERTX = Vertx.vertx();

    @AfterAll
    static void close() throws Exception {
        var _ = VERTX.close().await(10, TimeUnit.SECONDS);
    }

    /** Takes a while, as a check of a large event does. */
    private static int slow(int item) {
        long until = System.nanoTime() + 1_000_000;
        while (System.nanoTime() - until < 0) {
            Thread.onSpinWait();
        }
        return item;
    }

    @Test
    void a_long_list_lets_others_use_the_loop_and_keeps_its_order() throws Exception {
        var all = IntStream.range(0, 100).boxed().toList();
        var between = new AtomicInteger();
        var promise = Promise.<List<Integer>>promise();

        VERTX.getOrCreateContext().runOnContext(_ -> {
            SlicedChecks.of(all, SlicedChecksTest::slow, () -> false).onComplete(promise);
            tick(between, promise.future());
        });

        assertThat(promise.future().await(20, TimeUnit.SECONDS)).isEqualTo(all);
        assertThat(between.get()).isGreaterThan(5);
    }

    private static void tick(AtomicInteger count, Future<?> until) {
        if (!until.isComplete()) {
            count.incrementAndGet();
            VERTX.runOnContext(_ -> tick(count, until));
        }
    }

    @Test
    void nobody_is_checked_for_who_has_gone() throws Exception {
        var checked = new AtomicInteger();
        var promise = Promise.<Object>promise();

        VERTX.getOrCreateContext()
                .runOnContext(_ -> SlicedChecks.of(
                                IntStream.range(0, 1_000).boxed().toList(),
                                item -> {
                                    checked.incrementAndGet();
                                    return slow(item);
                                },
                                () -> true)
                        .onComplete(done -> promise.complete(done.failed())));

        assertThat(promise.future().await(20, TimeUnit.SECONDS)).isEqualTo(true);
        assertThat(checked.get()).isLessThan(1_000);
    }
}
