package dev.tollgate.webhooks.app;

import dev.tollgate.runtime.partition.OffsetConsumer;
import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import dev.tollgate.runtime.telemetry.LoopGauges;
import dev.tollgate.runtime.telemetry.LoopGauges.Figure;
import dev.tollgate.webhooks.schedule.DeliverySchedule;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

/** Gauges of the dispatcher: what it holds, and its lag. NaN while unknown. */
final class DispatcherGauges {

    static final Duration EVERY = Duration.ofSeconds(2);

    private static final String OVERDUE = """
            SELECT COALESCE(extract(epoch FROM now() - min(next_due)), 0)::float8 AS seconds
              FROM webhooks.endpoint_state WHERE next_due < now()
            """;

    private static final String BEHIND = """
            SELECT count(*) AS endpoints,
                   COALESCE(extract(epoch FROM now() - min(uuid_extract_timestamp(skipped_from))), 0)::float8 AS seconds
              FROM webhooks.endpoint_backlog WHERE skipped_from IS NOT NULL
            """;

    private final Database database;
    private final OffsetConsumer intake;
    private final DeliverySchedule schedule;
    private final LoopGauges figures;
    private final AtomicReference<Double> lag;
    private final AtomicReference<Double> overdue;
    private final AtomicReference<Double> behind;
    private final AtomicReference<Double> behindSeconds;

    DispatcherGauges(Database database, OffsetConsumer intake, DeliverySchedule schedule, MeterRegistry registry) {
        this.database = database;
        this.intake = intake;
        this.schedule = schedule;
        this.figures = new LoopGauges(registry);
        this.lag = gauge(
                registry,
                "tollgate.webhooks.lag",
                "Lag of this dispatcher's partitions: events without deliveries yet");
        this.overdue = gauge(
                registry,
                "tollgate.webhooks.overdue.seconds",
                "Delay of the most overdue endpoint of the installation, in seconds");
        this.behind = gauge(
                registry,
                "tollgate.webhooks.behind.endpoints",
                "Endpoints of the installation with events that have no delivery yet: more than may wait");
        this.behindSeconds = gauge(
                registry,
                "tollgate.webhooks.behind.seconds",
                "Age of the oldest event without a delivery of these endpoints, in seconds");
        var _ = Gauge.builder("tollgate.webhooks.stuck.seconds", intake, OffsetConsumer::stuckSeconds)
                .description("How long a partition of this dispatcher has failed and not moved")
                .strongReference(true)
                .register(registry);
    }

    void show(Vertx vertx) {
        var queues = schedule.queues();
        var _ = figures.level(
                vertx, new Figure("tollgate.webhooks.waiting", "Deliveries waiting in memory"), queues::waiting);
        var _ = figures.level(vertx, new Figure("tollgate.webhooks.under.way", "Attempts in flight"), queues::underWay);
        var _ = figures.level(
                vertx,
                new Figure("tollgate.webhooks.unsettled", "Results of attempts that are not stored yet"),
                schedule::unsettled);
        var _ = figures.level(
                vertx,
                new Figure("tollgate.webhooks.slow.endpoints", "Endpoints limited to the share of slow endpoints"),
                queues::slowEndpoints);
    }

    /** Reads the value again. */
    Future<Void> measure() {
        var events = intake.lag().onSuccess(count -> lag.set((double) count)).onFailure(_ -> lag.set(Double.NaN));
        var looks = database.read(RowSecurityContext.NONE, OVERDUE, Tuple.tuple())
                .onSuccess(rows -> overdue.set(rows.iterator().next().getDouble("seconds")))
                .onFailure(_ -> overdue.set(Double.NaN));
        var lacks = database.read(RowSecurityContext.NONE, BEHIND, Tuple.tuple())
                .onSuccess(rows -> {
                    var row = rows.iterator().next();
                    behind.set((double) row.getLong("endpoints"));
                    behindSeconds.set(row.getDouble("seconds"));
                })
                .onFailure(_ -> {
                    behind.set(Double.NaN);
                    behindSeconds.set(Double.NaN);
                });
        return Future.join(events, looks, lacks).mapEmpty();
    }

    private static AtomicReference<Double> gauge(MeterRegistry registry, String name, String description) {
        var value = new AtomicReference<>(Double.NaN);
        var _ = Gauge.builder(name, value, AtomicReference::get)
                .description(description)
                .strongReference(true)
                .register(registry);
        return value;
    }
}
