package dev.tollgate.runtime.telemetry;

import static dev.tollgate.embedded.RepeatedCheck.eventually;
import static dev.tollgate.runtime.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoopWatchTest {

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final LoopWatch watch = LoopWatch.start(vertx, Duration.ofMillis(20), registry);

    @AfterEach
    void close() {
        watch.close();
        await(vertx.close());
    }

    @Test
    void a_task_that_computes_too_long_is_named() {
        var found = new AtomicBoolean();
        vertx.getOrCreateContext().runOnContext(_ -> compute(found));

        eventually(() -> watch.lastPlace().endsWith("LoopWatchTest.compute"));
        found.set(true);

        assertThat(registry.get("tollgate.loop.holds").functionCounter().count())
                .isPositive();
    }

    @Test
    void a_task_that_waits_too_long_is_named() {
        var found = new CountDownLatch(1);
        vertx.getOrCreateContext().runOnContext(_ -> waitFor(found));

        eventually(() -> watch.lastPlace().endsWith("LoopWatchTest.waitFor"));
        found.countDown();

        assertThat(watch.holds()).isPositive();
    }

    private static void compute(AtomicBoolean found) {
        while (!found.get()) {
            Thread.onSpinWait();
        }
    }

    private static void waitFor(CountDownLatch found) {
        try {
            found.await();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
