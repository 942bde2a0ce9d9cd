package dev.tollgate.runtime.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Figures of loops of which one ends. */
class LoopGaugesTest {

    private static final LoopGauges.Figure FIGURE = new LoopGauges.Figure("tollgate.test", "Of this test");

    private final Vertx vertx = Vertx.vertx();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final LoopGauges figures = new LoopGauges(registry);

    @AfterEach
    void close() throws Exception {
        var _ = vertx.close().await(10, TimeUnit.SECONDS);
    }

    @Test
    void a_level_of_a_loop_that_has_ended_is_not_in_the_sum() {
        var ending = figures.level(vertx, FIGURE, () -> 3);
        var _ = figures.level(vertx, FIGURE, () -> 4);

        ending.end();

        assertThat(registry.get("tollgate.test").gauge().value()).isEqualTo(4);
    }

    @Test
    void a_count_of_a_loop_that_has_ended_stays_in_the_sum_as_it_was_at_the_end() {
        var count = new AtomicLong(3);
        var ending = figures.count(vertx, FIGURE, count::get);
        var _ = figures.count(vertx, FIGURE, () -> 4);
        count.set(5);

        ending.end();

        assertThat(registry.get("tollgate.test").functionCounter().count()).isEqualTo(9);
    }
}
