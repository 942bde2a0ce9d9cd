package dev.tollgate.runtime.process;

import dev.tollgate.runtime.ids.IdSource;
import dev.tollgate.runtime.kafka.EventPublisher;
import dev.tollgate.runtime.kafka.KafkaSettings;
import dev.tollgate.runtime.outbox.OutboxSignal;
import dev.tollgate.runtime.postgres.Notifications;
import dev.tollgate.runtime.postgres.PostgresSettings;
import dev.tollgate.runtime.settings.Settings;
import dev.tollgate.runtime.telemetry.Health;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import java.time.InstantSource;

/**
 * Services that the parts of one process share.
 *
 * @param loops how many event loops serve calls
 * @param publisher open; Kafka's topics exist
 * @param outbox to be told after each commit that wrote to the outbox
 */
public record ProcessContext(
        Vertx vertx,
        int loops,
        Settings settings,
        PostgresSettings postgres,
        KafkaSettings kafka,
        InstantSource clock,
        IdSource ids,
        MeterRegistry registry,
        Health health,
        EventPublisher publisher,
        Notifications notifications,
        OutboxSignal outbox) {}
