package dev.tollgate.webhooks.app;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.event.Topics;
import dev.tollgate.money.account.Copies;
import dev.tollgate.money.account.CopyRebuilds;
import dev.tollgate.money.hold.Holds;
import dev.tollgate.money.redis.RedisFunctions;
import dev.tollgate.runtime.kafka.EventStream;
import dev.tollgate.runtime.kafka.KafkaTopics;
import dev.tollgate.runtime.kafka.Partitioner;
import dev.tollgate.runtime.partition.OffsetConsumer;
import dev.tollgate.runtime.partition.PartitionAssignment;
import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.DatabaseRole;
import dev.tollgate.runtime.process.PeriodicTasks;
import dev.tollgate.runtime.telemetry.LoopGauges;
import dev.tollgate.webhooks.backlog.BacklogCounts;
import dev.tollgate.webhooks.delivery.Sender;
import dev.tollgate.webhooks.intake.EndpointCatchUp;
import dev.tollgate.webhooks.intake.EventDayPartitions;
import dev.tollgate.webhooks.intake.EventIntake;
import dev.tollgate.webhooks.intake.IntakeParts;
import dev.tollgate.webhooks.schedule.DeliverySchedule;
import dev.tollgate.webhooks.schedule.DeliveryWorkerParts;
import dev.tollgate.webhooks.schedule.HolderWatch;
import dev.tollgate.webhooks.schedule.Sweep;
import dev.tollgate.webhooks.settlement.DeliveryMetrics;
import dev.tollgate.webhooks.settlement.Expiry;
import dev.tollgate.webhooks.settlement.LostAccess;
import dev.tollgate.webhooks.settlement.SettlementParts;
import dev.tollgate.webhooks.subscription.SigningKeyCache;
import dev.tollgate.webhooks.subscription.Subscriptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxException;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;

/** From events to attempts, on one event loop: intake, queues, claims, holds and periodic tasks. */
final class Engine {

    private static final int CONNECTIONS = 8;
    private static final int APP_CONNECTIONS = 2;
    private static final int PARTITION_CLASS = 0x77686b70;
    private static final int READER_CLASS = 0x77686b72;
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration HOUR = Duration.ofHours(1);

    private final Vertx vertx;
    private final EngineParts parts;
    private final Database database;
    private final Database app;
    private final RedisFunctions functions;
    private final Holds holds;
    private final Sender sender;
    private final DeliverySchedule schedule;
    private final Subscriptions subscriptions;
    private final SettlementParts settling;
    private final PeriodicTasks tasks;
    private final OffsetConsumer intake;
    private final EndpointCatchUp catchUp;
    private final PartitionAssignment assignment;

    /** On the calling event loop. */
    private Engine(Vertx vertx, EngineParts parts, UUID topicId) {
        this.vertx = vertx;
        this.parts = parts;
        this.database = Database.open(vertx, parts.postgres(), DatabaseRole.DISPATCHER, CONNECTIONS, parts.clock());
        this.app = Database.open(vertx, parts.postgres(), DatabaseRole.APP, APP_CONNECTIONS, parts.clock());
        this.functions = RedisFunctions.open(vertx, parts.redis());
        this.holds = holds();
        this.sender = Sender.create(vertx, parts.sending(), parts.clock());
        this.subscriptions = new Subscriptions(database, parts.clock(), parts.holders());
        this.tasks = new PeriodicTasks(vertx);
        var counts = new DeliveryMetrics(parts.registry());
        this.settling = new SettlementParts(
                vertx,
                database,
                parts.limits(),
                parts.ids(),
                parts.clock(),
                parts.outbox(),
                parts.kafka().partitions(),
                counts);
        this.schedule = new DeliverySchedule(
                settling,
                carrying(),
                new LostAccess(settling, parts.holders(), parts.rules().modules()));
        var taking = new IntakeParts(
                database,
                subscriptions,
                schedule,
                parts.limits(),
                new BacklogCounts(database, parts.clock(), parts.backlog()),
                parts.rules(),
                parts.daysKept(),
                parts.ids(),
                parts.clock(),
                counts);
        this.intake = EventIntake.reading(taking, topicId);
        this.catchUp = new EndpointCatchUp(taking, parts.backlog());
        var party = new PartitionAssignment.ConsumerGroup(
                "dispatcher",
                DatabaseRole.DISPATCHER,
                PARTITION_CLASS,
                READER_CLASS,
                parts.kafka().partitions());
        this.assignment = new PartitionAssignment(vertx, parts.postgres(), party, this::read);
        assignment.show(parts.registry());
        intake.show(parts.registry(), party.name());
    }

    /** Completes when it reads its share of the log. */
    static Future<Engine> start(Vertx vertx, EngineParts parts) {
        return KafkaTopics.ids(vertx, parts.kafka(), Set.of(Topics.EVENTS))
                .map(ids -> new Engine(vertx, parts, ids.getOrDefault(Topics.EVENTS, new UUID(0, 0))))
                .compose(engine -> engine.begin()
                        .map(engine)
                        .recover(cause -> engine.close().transform(_ -> Future.failedFuture(cause))));
    }

    Database database() {
        return database;
    }

    PeriodicTasks tasks() {
        return tasks;
    }

    Future<Void> check() {
        return assignment.settled()
                ? Future.succeededFuture()
                : Future.failedFuture(VertxException.noStackTrace("the dispatcher has not started to read"));
    }

    /** Reads and claims nothing more; completes when attempts in flight are settled. */
    Future<Void> drain() {
        tasks.stop();
        return assignment.close().transform(_ -> intake.close()).transform(_ -> schedule.drain());
    }

    Future<Void> close() {
        tasks.stop();
        schedule.close();
        return assignment
                .close()
                .transform(_ -> intake.close())
                .transform(_ -> sender.close())
                .transform(_ -> holds.close())
                .transform(_ -> functions.close())
                .transform(_ -> app.close())
                .transform(_ -> database.close());
    }

    private Holds holds() {
        var copies = new Copies(
                app,
                functions,
                new Copies.Setup(
                        parts.plans(),
                        parts.clock(),
                        (TenantId tenant) ->
                                Partitioner.of(tenant.value(), parts.kafka().partitions()),
                        parts.outbox(),
                        new CopyRebuilds()));
        return new Holds(vertx, functions, copies);
    }

    private DeliveryWorkerParts carrying() {
        return new DeliveryWorkerParts(
                subscriptions,
                parts.rules().modules(),
                new SigningKeyCache(parts.keys().apply(database)),
                holds,
                parts.prices(),
                sender::send,
                parts.limits(),
                parts.ids(),
                parts.clock(),
                parts.random());
    }

    private Future<Void> begin() {
        return keepDays().compose(_ -> assignment.turn()).map(_ -> {
            var expiry = new Expiry(settling, parts.daysKept());
            var figures = new DispatcherGauges(database, intake, schedule, parts.registry());
            figures.show(vertx);
            database.show(new LoopGauges(parts.registry()), DatabaseRole.DISPATCHER);
            new ChangeListener(vertx, database, parts.clock(), subscriptions, schedule).listen(parts.notifications());
            tasks.every(SECOND, "partitions of events", assignment::turn);
            tasks.every(Sweep.EVERY, "sweep of webhooks", schedule::sweep);
            tasks.every(HolderWatch.EVERY, "holders of webhooks", schedule.holders()::turn);
            tasks.every(EndpointCatchUp.EVERY, "skipped deliveries", catchUp::turn);
            tasks.every(Expiry.EVERY, "expiry of deliveries", expiry::turn);
            tasks.every(DispatcherGauges.EVERY, "webhook gauges", figures::measure);
            tasks.every(HOUR, "days of webhooks", this::keepDays);
            schedule.start();
            return null;
        });
    }

    private Future<Void> keepDays() {
        return EventDayPartitions.keep(database, parts.clock(), parts.daysKept());
    }

    private Future<Void> read(Set<Integer> owned) {
        return intake.read(
                owned, (offsets, reader) -> EventStream.open(vertx, parts.kafka(), Topics.EVENTS, offsets, reader));
    }
}
