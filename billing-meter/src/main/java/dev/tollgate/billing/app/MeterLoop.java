package dev.tollgate.billing.app;

import dev.tollgate.billing.close.ClockAlarm;
import dev.tollgate.billing.close.IdleAccounts;
import dev.tollgate.billing.close.Markers;
import dev.tollgate.billing.intake.BookingParts;
import dev.tollgate.billing.intake.KeptMessages;
import dev.tollgate.billing.intake.LogGaps;
import dev.tollgate.billing.intake.LogRetention;
import dev.tollgate.billing.intake.MeterLag;
import dev.tollgate.billing.intake.MeterMetrics;
import dev.tollgate.billing.intake.OperationModules;
import dev.tollgate.billing.intake.StoredDeadLetters;
import dev.tollgate.billing.intake.UsageDayPartitions;
import dev.tollgate.billing.intake.UsageIntake;
import dev.tollgate.billing.ledger.Transfers;
import dev.tollgate.billing.reconcile.Reconciliation;
import dev.tollgate.billing.threshold.MissedThresholds;
import dev.tollgate.billing.threshold.Posting;
import dev.tollgate.billing.threshold.ThresholdEvents;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.event.Topics;
import dev.tollgate.money.account.AccountRows;
import dev.tollgate.money.account.Copies;
import dev.tollgate.money.account.CopyRebuilds;
import dev.tollgate.money.account.EndedBudgets;
import dev.tollgate.money.account.PlansInUse;
import dev.tollgate.money.clock.Clocks;
import dev.tollgate.money.redis.RedisFunctions;
import dev.tollgate.records.audit.ReadsInUse;
import dev.tollgate.runtime.kafka.EventStream;
import dev.tollgate.runtime.kafka.KafkaTopics;
import dev.tollgate.runtime.kafka.Partitioner;
import dev.tollgate.runtime.partition.OffsetConsumer;
import dev.tollgate.runtime.partition.PartitionAssignment;
import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.DatabaseRole;
import dev.tollgate.runtime.process.PeriodicTasks;
import dev.tollgate.runtime.telemetry.LoopGauges;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.VertxException;
import java.time.Duration;
import java.time.Period;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One meter on one event loop: ownership, intake, markers, and what is done every so often. */
public final class MeterLoop extends VerticleBase {

    private static final int USAGE_DAYS_AHEAD = 2;
    private static final int CONNECTIONS = 8;
    private static final int PARTITION_CLASS = 0x6d657465;
    private static final int METER_CLASS = 0x6d746572;
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration HOUR = Duration.ofHours(1);

    /** The components of a meter that has started. */
    private record Running(
            Database database,
            RedisFunctions functions,
            Copies copies,
            OffsetConsumer intake,
            Markers markers,
            LogGaps gaps,
            PartitionAssignment assignment,
            PeriodicTasks tasks) {}

    private final MeterParts parts;
    private volatile @Nullable Running running;

    public MeterLoop(MeterParts parts) {
        this.parts = parts;
    }

    @Override
    public Future<?> start() {
        return KafkaTopics.ids(vertx, parts.kafka(), Set.of(Topics.USAGE))
                .compose(ids -> start(ids.getOrDefault(Topics.USAGE, new UUID(0, 0))));
    }

    @Override
    public Future<?> stop() {
        var now = running;
        if (now == null) {
            return Future.succeededFuture();
        }
        now.tasks().stop();
        return now.assignment()
                .close()
                .transform(_ -> now.intake().close())
                .transform(_ -> now.functions().close())
                .transform(_ -> now.database().close());
    }

    /** Succeeds when every partition of this process has read back its marker, and goes on reading. */
    public Future<Void> check() {
        var now = running;
        if (now == null || !now.assignment().settled()) {
            return Future.failedFuture(VertxException.noStackTrace("the meter does not consume yet"));
        }
        return now.markers().check();
    }

    private Future<Void> start(UUID topicId) {
        var database = Database.open(vertx, parts.postgres(), DatabaseRole.METER, CONNECTIONS, parts.clock());
        return PlansInUse.known(database, parts.plans())
                .compose(_ -> ReadsInUse.agreed(database, !parts.chained(), parts.clock()))
                .recover(cause -> database.close().transform(_ -> Future.failedFuture(cause)))
                .compose(_ -> start(topicId, database));
    }

    private Future<Void> start(UUID topicId, Database database) {
        var functions = RedisFunctions.open(vertx, parts.redis());
        var accounts = new AccountRows(parts.plans());
        var copies = new Copies(
                database,
                functions,
                new Copies.Setup(parts.plans(), parts.clock(), this::slice, parts.outbox(), new CopyRebuilds()));
        var crossings = new ThresholdEvents(parts.ids(), parts.kafka().partitions(), parts.prices());
        var posting = new Posting(new Transfers(parts.ids()), crossings);
        var booking = new BookingParts(
                database,
                parts.clock(),
                parts.ids(),
                accounts,
                copies,
                functions,
                parts.outbox(),
                posting,
                new OperationModules(parts.modules()),
                parts.chained(),
                parts.pace());
        var markers = markers(database, functions);
        var gaps = UsageIntake.gaps(booking, topicId);
        gaps.show(parts.registry());
        var intake = UsageIntake.reading(booking, topicId, new MeterMetrics(parts.registry()), markers, gaps);
        var party = new PartitionAssignment.ConsumerGroup(
                "meter",
                DatabaseRole.METER,
                PARTITION_CLASS,
                METER_CLASS,
                parts.kafka().partitions());
        var ownership = new PartitionAssignment(vertx, parts.postgres(), party, owned -> read(intake, markers, owned));
        var tasks = new PeriodicTasks(vertx);
        running = new Running(database, functions, copies, intake, markers, gaps, ownership, tasks);
        tasks.every(
                Markers.EVERY,
                "untold accounts",
                new MissedThresholds(database, accounts, crossings, parts.outbox(), parts.clock())::tell);
        begin(tasks, idle(database, accounts, posting, copies));
        return ownership.turn();
    }

    private Markers markers(Database database, RedisFunctions functions) {
        var clocks = new Clocks(database, functions, parts.clock());
        var markers = new Markers.MarkerParts(database, clocks::read, new ClockAlarm(parts.registry()), parts.outbox());
        return new Markers(markers, parts.ids(), parts.clock());
    }

    private IdleAccounts idle(Database database, AccountRows accounts, Posting posting, Copies copies) {
        return new IdleAccounts(new IdleAccounts.IdleParts(
                database,
                accounts,
                posting,
                copies,
                parts.ids(),
                parts.clock(),
                parts.kafka().partitions()));
    }

    private void begin(PeriodicTasks tasks, IdleAccounts idle) {
        var now = running;
        if (now == null) {
            return;
        }
        var lag = new MeterLag(now.intake(), parts.registry());
        now.assignment().show(parts.registry());
        now.database().show(new LoopGauges(parts.registry()), DatabaseRole.METER);
        var days = UsageDayPartitions.partitions(now.database(), parts.clock());
        var kept = Period.ofMonths(parts.monthsKept());
        var reconciliation =
                new Reconciliation(now.database(), now.functions(), now.copies(), parts.clock(), parts.registry());
        tasks.every(SECOND, "ownership", now.assignment()::turn);
        tasks.every(MeterLag.EVERY, "lag", lag::measure);
        var deadLetters = new StoredDeadLetters(now.database(), parts.registry());
        tasks.nowAndEvery(StoredDeadLetters.EVERY, "dead letters", deadLetters::measure);
        tasks.nowAndEvery(LogGaps.EVERY, "log gaps", now.gaps()::measure);
        tasks.every(LogGaps.EVERY, "halted partitions", now.intake()::retryHalted);
        var retention = new LogRetention(vertx, parts.kafka(), parts.registry());
        tasks.nowAndEvery(LogRetention.EVERY, "log retention", retention::measure);
        if (!parts.kafka().durable()) {
            keep(tasks, now, lag);
        }
        tasks.every(SECOND, "publish", now.copies()::republish);
        tasks.every(SECOND, "publish budgets", now.copies().budgets()::republish);
        tasks.every(Markers.EVERY, "close", now.markers()::close);
        tasks.every(Markers.EVERY, "idle accounts", idle::catchUp);
        tasks.every(MINUTE, "reconcile", () -> reconciliation.run().compose(idle::close));
        var ended = new EndedBudgets(now.database(), parts.clock(), UsageDayPartitions.AGE_MAX.plusDays(1));
        tasks.every(MINUTE, "ended budgets", ended::sweep);
        tasks.nowAndEvery(HOUR, "reconcile sums", reconciliation::sums);
        tasks.every(HOUR, "usage days", () -> days.keep(0, USAGE_DAYS_AHEAD, kept));
    }

    /** Usage messages kept in the outbox until booked. */
    private void keep(PeriodicTasks tasks, Running now, MeterLag lag) {
        var kept = new KeptMessages(now.database(), parts.clock());
        tasks.every(KeptMessages.SWEEP_EVERY, "booked messages", kept::sweep);
        tasks.every(KeptMessages.RESEND_EVERY, "unpaired messages", kept::sweepUnpaired);
        tasks.every(
                KeptMessages.RESEND_EVERY,
                "lost messages",
                () -> kept.resendLost(lag.none() ? now.intake().partitions() : Set.of()));
    }

    private Future<Void> read(OffsetConsumer intake, Markers markers, Set<Integer> owned) {
        return intake.read(
                        owned,
                        (offsets, reader) ->
                                EventStream.openInBulk(vertx, parts.kafka(), Topics.USAGE, offsets, reader))
                .compose(_ -> markers.ask(owned));
    }

    private int slice(TenantId tenant) {
        return Partitioner.of(tenant.value(), parts.kafka().partitions());
    }
}
