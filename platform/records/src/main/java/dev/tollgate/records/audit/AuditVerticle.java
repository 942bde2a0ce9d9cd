package dev.tollgate.records.audit;

import dev.tollgate.contract.event.Topics;
import dev.tollgate.records.audit.chain.SealLag;
import dev.tollgate.records.audit.chain.Sealer;
import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.DatabaseRole;
import dev.tollgate.runtime.process.PeriodicTasks;
import dev.tollgate.runtime.process.ProcessContext;
import dev.tollgate.runtime.telemetry.LoopGauges;
import io.micrometer.core.instrument.Counter;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.VertxException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All that keeps audit and changes, on one event loop: intake, sealing, anchors, retention. */
final class AuditVerticle extends VerticleBase {

    private static final int CONNECTIONS = 4;
    private static final Duration SEALED_EVERY = Duration.ofMillis(200);
    private static final Duration UNSEALED_MAX = Duration.ofSeconds(5);
    private static final Duration SAID_EVERY = Duration.ofMinutes(1);
    private static final Duration KEPT_EVERY = Duration.ofMinutes(1);

    private final ProcessContext process;
    private final List<Database> opened = new ArrayList<>();
    private final List<AuditIntake> intakes = new ArrayList<>();

    private @Nullable PeriodicTasks tasks;
    private final Counter sealed;
    private volatile Instant sealedAt;

    AuditVerticle(ProcessContext process) {
        this.process = process;
        this.sealed = Counter.builder("tollgate.audit.sealed")
                .description("Audit rows added to their chain")
                .register(process.registry());
        this.sealedAt = process.clock().instant();
    }

    @Override
    public Future<?> start() {
        var database = Database.open(vertx, process.postgres(), DatabaseRole.SEALER, CONNECTIONS, process.clock());
        database.show(new LoopGauges(process.registry()), DatabaseRole.SEALER);
        opened.add(database);
        var settings = process.settings().get(AuditDeclaration.class);
        var retention = new AuditRetention(database, process.clock(), settings.bodyDays());
        return ReadsInUse.agreed(database, settings.reads() == AuditDeclaration.Reads.HOURLY, process.clock())
                .compose(_ -> read(database, settings.reads()).<Void>mapEmpty())
                .onSuccess(_ -> repeat(database, retention));
    }

    /** Entries of calls are made by the meter as it books them; only counts of hours are made here. */
    private Future<?> read(Database database, AuditDeclaration.Reads reads) {
        switch (reads) {
            case EACH -> {}
            case HOURLY -> {
                var counted = new AggregatedEntryRows(process.kafka().partitions(), IndividualReads.all());
                intakes.add(intake(database, Topics.USAGE, counted, EntryReaders::usage));
            }
        }
        intakes.add(intake(database, Topics.AUDIT, new SealedEntryRows(), EntryReaders::refusals));
        return Future.all(
                intakes.stream().map(intake -> intake.start(process.kafka())).toList());
    }

    private AuditIntake intake(Database database, String topic, EntryRows rows, EntryReader reader) {
        return new AuditIntake(vertx, database, process.clock(), topic, rows, reader, sealed, process.registry());
    }

    private void repeat(Database database, AuditRetention retention) {
        int slices = process.kafka().partitions();
        var sealer = new Sealer(database, slices, process.clock(), sealed);
        var anchors = new Anchors(database, process.publisher(), slices, process.clock());
        var hours = new HourlyAggregation(database, process.clock());
        var started = new PeriodicTasks(vertx);
        tasks = started;
        started.nowAndEvery(
                SEALED_EVERY,
                "audit: seal",
                () -> sealer.seal().onSuccess(_ -> sealedAt = process.clock().instant()));
        var lag = new SealLag(database, slices, process.clock(), process.registry());
        started.nowAndEvery(SealLag.EVERY, "audit: seal lag", lag::measure);
        started.nowAndEvery(SAID_EVERY, "audit: publish chain heads", anchors::publish);
        started.nowAndEvery(KEPT_EVERY, "audit: write hourly aggregates", hours::tell);
        started.nowAndEvery(KEPT_EVERY, "audit: drop aggregated ids", hours::forget);
        started.nowAndEvery(KEPT_EVERY, "audit: drop expired answers", retention::forgetAnswers);
        started.nowAndEvery(KEPT_EVERY, "audit: create body partitions", retention::makeBodyDays);
        started.nowAndEvery(KEPT_EVERY, "audit: drop body partitions", retention::dropBodyDays);
        started.nowAndEvery(KEPT_EVERY, "audit: drop expired bodies", retention::forgetBodies);
        started.nowAndEvery(KEPT_EVERY, "audit: drop expired origins", retention::forgetOrigins);
        var changes = new ChangeHistory(database, process.clock());
        started.nowAndEvery(KEPT_EVERY, "records: mark the minute", changes::markMinute);
        started.nowAndEvery(KEPT_EVERY, "records: drop expired tombstones", changes::forgetTombstones);
    }

    /** Succeeds while entries do not wait longer for their seals than they may. */
    Future<Void> check() {
        return process.clock().instant().isBefore(sealedAt.plus(UNSEALED_MAX))
                ? Future.succeededFuture()
                : Future.failedFuture(VertxException.noStackTrace("no entry was sealed for " + UNSEALED_MAX));
    }

    @Override
    public Future<?> stop() {
        if (tasks != null) {
            tasks.stop();
        }
        var ended = intakes.stream().map(AuditIntake::stop).toList();
        return Future.join(ended)
                .transform(_ -> Future.join(opened.stream().map(Database::close).toList()));
    }
}
