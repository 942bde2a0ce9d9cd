package dev.tollgate.webhooks.settlement;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Charges are settled within their deadline; later results are stored without a charge. */
class SettlementBatchTest {

    private static final long NOW = TimeUnit.HOURS.toNanos(1);
    private static final UUID SOME = new UUID(1, 1);

    private final DeliveryMetrics counts = new DeliveryMetrics(new SimpleMeterRegistry());

    @Test
    void a_result_held_too_long_is_charged_nothing_and_hurries_nobody() {
        var batch = batch(made(Duration.ofMinutes(2), 50), made(Duration.ofSeconds(5), 50));

        var chargeable = batch.chargeable(NOW, counts);

        assertThat(chargeable.made()).extracting(one -> one.charge().micros()).containsExactly(0L, 50L);
        assertThat(chargeable.left(NOW)).isEqualTo(AttemptUsage.CHARGED_WITHIN.minusSeconds(5));
    }

    @Test
    void results_that_are_charged_nothing_have_no_deadline() {
        var late = batch(made(Duration.ofMinutes(2), 50)).chargeable(NOW, counts);
        var free = batch(made(Duration.ofMinutes(2), 0)).chargeable(NOW, counts);

        assertThat(late.left(NOW)).isNull();
        assertThat(free.left(NOW)).isNull();
    }

    private static SettlementBatch batch(AttemptOutcome... outcome) {
        return new SettlementBatch(List.of(outcome), List.of(), Set.of());
    }

    private static AttemptOutcome made(Duration heldBefore, long micros) {
        return Attempts.made(SOME, NOW - heldBefore.toNanos(), micros);
    }
}
