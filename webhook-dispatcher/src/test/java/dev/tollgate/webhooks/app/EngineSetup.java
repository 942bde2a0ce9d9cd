package dev.tollgate.webhooks.app;

import dev.tollgate.money.price.Plan;
import dev.tollgate.money.price.Plans;
import dev.tollgate.money.price.PriceBook;
import dev.tollgate.money.redis.RedisAddress;
import dev.tollgate.runtime.ids.IdSource;
import dev.tollgate.runtime.kafka.KafkaSettings;
import dev.tollgate.runtime.outbox.OutboxSignal;
import dev.tollgate.runtime.postgres.Notifications;
import dev.tollgate.runtime.postgres.PostgresSettings;
import dev.tollgate.webhooks.TaskModule;
import dev.tollgate.webhooks.address.AddressPolicy;
import dev.tollgate.webhooks.backlog.BacklogLimits;
import dev.tollgate.webhooks.delivery.SenderSettings;
import dev.tollgate.webhooks.holder.HolderRows;
import dev.tollgate.webhooks.settlement.DeliveryLimits;
import dev.tollgate.webhooks.settlement.RetrySchedule;
import dev.tollgate.webhooks.signature.SigningKey;
import dev.tollgate.webhooks.subscription.EventRules;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Set-up of engines for tests, in this process or in one of their own. */
final class EngineSetup {

    static final int SLICES = 4;
    static final Plan RICH = new Plan("rich", 1_000_000_000, 1_000_000_000, 9, 1_000, 500);
    static final Plan POOR = new Plan("poor", 500, 100_000, 9, 1_000, 500);
    static final Plans PLANS = new Plans(List.of(RICH, POOR));
    static final SigningKey KEY = new SigningKey("whk_bench", new byte[32]);

    /** Rights of holders count. */
    static final HolderRows JUDGING = new HolderRows(TaskModule.MODULES.keys(), true);

    /** They do not. */
    static final HolderRows TRUSTING = new HolderRows(TaskModule.MODULES.keys(), false);

    /** Everything is fast: retries after 50 ms, probes after 300. */
    static final DeliveryLimits FAST = new DeliveryLimits(
            new RetrySchedule(Collections.nCopies(9, Duration.ofMillis(50))),
            Duration.ofSeconds(2),
            Duration.ofSeconds(5),
            Duration.ofMillis(300),
            256,
            16);

    /** The same for processes that are killed: what they had comes back after two seconds. */
    static final DeliveryLimits HASTY = new DeliveryLimits(
            FAST.schedule(), Duration.ofMillis(900), Duration.ofSeconds(2), FAST.probeEvery(), 256, 16);

    /** Servers of an engine. */
    record Servers(PostgresSettings postgres, String redisUrl, String kafka) {}

    /** The time, which a test may move. */
    static final class MovableClock implements InstantSource {
        private volatile Duration ahead = Duration.ZERO;

        void move(Duration time) {
            ahead = ahead.plus(time);
        }

        @Override
        public Instant instant() {
            return InstantSource.system().instant().plus(ahead);
        }
    }

    private EngineSetup() {}

    /** Of a process that has no relay of its own. */
    static EngineParts parts(Servers servers, DeliveryLimits limits, Notifications notifications) {
        return parts(servers, limits, BacklogLimits.DEFAULT, notifications, InstantSource.system(), _ -> {}, JUDGING);
    }

    static EngineParts parts(
            Servers servers,
            DeliveryLimits limits,
            BacklogLimits backlog,
            Notifications notifications,
            InstantSource clock,
            OutboxSignal outbox,
            HolderRows holders) {
        return new EngineParts(
                servers.postgres(),
                new KafkaSettings(servers.kafka(), SLICES, 1),
                RedisAddress.of(servers.redisUrl()),
                PLANS,
                PriceBook.shipped(),
                limits,
                backlog,
                new SenderSettings(AddressPolicy.of(true, List.of("127.0.0.1"), List.of("1-65535")), null, 64, "test"),
                _ -> (_, _) -> Future.succeededFuture(List.of(KEY)),
                new EventRules(
                        (pattern, type) -> pattern.equals(type)
                                || pattern.endsWith(".*")
                                        && type.startsWith(pattern.substring(0, pattern.length() - 1)),
                        TaskModule.MODULES),
                holders,
                31,
                clock,
                IdSource.timeOrdered(InstantSource.system()),
                new Random(7),
                outbox,
                new SimpleMeterRegistry(),
                notifications);
    }

    /** An engine as a verticle. */
    static final class Running extends VerticleBase {
        private final EngineParts parts;
        private @Nullable Engine engine;

        Running(EngineParts parts) {
            this.parts = parts;
        }

        @Override
        public Future<?> start() {
            return Engine.start(vertx, parts).onSuccess(started -> engine = started);
        }

        @Override
        public Future<?> stop() {
            var running = engine;
            return running == null ? Future.succeededFuture() : running.drain().transform(_ -> running.close());
        }
    }
}
