package dev.tollgate.runtime.process;

import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.DatabaseRole;
import dev.tollgate.runtime.telemetry.Health;
import io.micrometer.core.instrument.Gauge;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Reports this process to PostgreSQL every few seconds, and takes the report back when the process stops. */
final class ProcessReporter {

    private static final Duration EVERY = Duration.ofSeconds(5);
    private static final Duration DROP_EVERY = Duration.ofHours(1);

    /** The gauges that a report has: those that show how far the parts of the installation are behind. */
    private static final List<String> FIGURES = List.of(
            "tollgate.calls.shed.lately",
            "tollgate.outbox.backlog",
            "tollgate.partitions.lost",
            "tollgate.meter.lag",
            "tollgate.meter.dead.letters.stored",
            "tollgate.meter.clock.skew.seconds",
            "tollgate.meter.closed.ahead.seconds",
            "tollgate.meter.log.gaps",
            "tollgate.meter.log.retention.seconds",
            "tollgate.reconcile.copies.ahead",
            "tollgate.audit.seal.lag.seconds",
            "tollgate.webhooks.lag",
            "tollgate.webhooks.overdue.seconds",
            "tollgate.reconcile.drift.micros",
            "tollgate.reconcile.drift.accounts",
            "tollgate.reconcile.age.seconds",
            "tollgate.reconcile.sums.age.seconds");

    private final UUID id;
    private final List<String> parts;
    private final ProcessContext context;
    private final Instant startedAt;
    private final Database database;
    private final ProcessReports reports;
    private final PeriodicTasks tasks;
    private final String version = ProductVersion.current();
    private boolean started;

    ProcessReporter(ProcessContext context, Set<String> parts) {
        this.id = context.ids().next();
        this.parts = parts.stream().sorted().toList();
        this.context = context;
        this.startedAt = context.clock().instant();
        this.database = Database.open(context.vertx(), context.postgres(), DatabaseRole.APP, 1, context.clock());
        this.reports = new ProcessReports(database, context.clock());
        this.tasks = new PeriodicTasks(context.vertx());
    }

    /** Reports now and from now on; a report that fails is made again later. */
    void start() {
        started = true;
        tasks.nowAndEvery(EVERY, "report of the process", this::report);
        tasks.nowAndEvery(DROP_EVERY, "reports of gone processes", reports::dropGone);
    }

    Future<Void> stop() {
        tasks.stop();
        var taken = started ? reports.delete(id) : Future.<Void>succeededFuture();
        return taken.transform(_ -> database.close());
    }

    private Future<Void> report() {
        return context.health().report().map(this::of).compose(reports::store);
    }

    private ProcessReport of(Health.Report health) {
        var phase = context.health().phase().name().toLowerCase(Locale.ROOT);
        var now = context.clock().instant();
        return new ProcessReport(id, parts, version, phase, startedAt, now, false, health.parts(), figures());
    }

    private Map<String, Double> figures() {
        var figures = new HashMap<String, Double>();
        for (var name : FIGURES) {
            context.registry().find(name).gauges().stream()
                    .map(Gauge::value)
                    .filter(value -> !Double.isNaN(value))
                    .reduce(Double::sum)
                    .ifPresent(value -> figures.put(name, value));
        }
        return figures;
    }
}
