package dev.tollgate.billing.intake;

import dev.tollgate.contract.event.Topics;
import dev.tollgate.runtime.kafka.KafkaSettings;
import dev.tollgate.runtime.kafka.KafkaTopics;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How long Kafka keeps usage: a meter that is away for longer loses events. NaN while it is unknown. */
public final class LogRetention {

    public static final Duration EVERY = Duration.ofHours(1);

    /** Less is an alarm. */
    static final Duration KEPT_MIN = Duration.ofDays(7);

    /** Shown for a topic that is kept for ever. */
    private static final Duration EVER = Duration.ofDays(36_500);

    private static final Logger LOGGER = LoggerFactory.getLogger(LogRetention.class);

    private final Vertx vertx;
    private final KafkaSettings kafka;
    private final AtomicReference<Double> seconds = new AtomicReference<>(Double.NaN);

    public LogRetention(Vertx vertx, KafkaSettings kafka, MeterRegistry registry) {
        this.vertx = vertx;
        this.kafka = kafka;
        var _ = Gauge.builder("tollgate.meter.log.retention.seconds", seconds, AtomicReference::get)
                .description("How long Kafka keeps usage; 0 if it is limited by size")
                .strongReference(true)
                .register(registry);
    }

    /** Reads the value again. */
    public Future<Void> measure() {
        return KafkaTopics.retention(vertx, kafka, Topics.USAGE)
                .onSuccess(kept -> {
                    var shown = kept.orElse(EVER);
                    seconds.set((double) shown.toSeconds());
                    if (shown.compareTo(KEPT_MIN) < 0) {
                        LOGGER.atError()
                                .addKeyValue("topic", Topics.USAGE)
                                .addKeyValue("retentionSeconds", shown.toSeconds())
                                .log(
                                        "Kafka keeps usage for less than 7 days, a meter that is away for longer loses it");
                    }
                })
                .onFailure(_ -> seconds.set(Double.NaN))
                .mapEmpty();
    }
}
