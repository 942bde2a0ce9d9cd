package dev.tollgate.webhooks.app;

import dev.tollgate.money.price.Plans;
import dev.tollgate.money.price.PriceBook;
import dev.tollgate.money.redis.RedisAddress;
import dev.tollgate.runtime.ids.IdSource;
import dev.tollgate.runtime.kafka.KafkaSettings;
import dev.tollgate.runtime.outbox.OutboxSignal;
import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.Notifications;
import dev.tollgate.runtime.postgres.PostgresSettings;
import dev.tollgate.webhooks.backlog.BacklogLimits;
import dev.tollgate.webhooks.delivery.SenderSettings;
import dev.tollgate.webhooks.holder.HolderRows;
import dev.tollgate.webhooks.settlement.DeliveryLimits;
import dev.tollgate.webhooks.subscription.EventRules;
import dev.tollgate.webhooks.subscription.SigningKeyCache;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * Dependencies of an engine.
 *
 * @param keys where signing keys are read, by a database in the dispatcher's role
 * @param holders what holders of endpoints may read
 * @param daysKept days for which events, deliveries and attempts are kept
 */
record EngineParts(
        PostgresSettings postgres,
        KafkaSettings kafka,
        RedisAddress redis,
        Plans plans,
        PriceBook prices,
        DeliveryLimits limits,
        BacklogLimits backlog,
        SenderSettings sending,
        Function<Database, SigningKeyCache.Source> keys,
        EventRules rules,
        HolderRows holders,
        int daysKept,
        InstantSource clock,
        IdSource ids,
        RandomGenerator random,
        OutboxSignal outbox,
        MeterRegistry registry,
        Notifications notifications) {}
