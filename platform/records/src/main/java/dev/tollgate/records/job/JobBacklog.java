package dev.tollgate.records.job;

import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Counts, every so often, the due jobs of the installation that no process has claimed, by kind. Each process counts
 * them all. Not a number while they cannot be counted.
 */
public final class JobBacklog {

    /** How often they are counted. */
    public static final Duration COUNT_EVERY = Duration.ofSeconds(15);

    private static final String COUNT = """
            SELECT d.kind, count(*) AS due,
                   extract(epoch FROM records.job_time() - min(d.due_at))::double precision AS late_seconds
              FROM (SELECT j.kind, j.due_at FROM records.job j
                     WHERE j.slice = ANY ($1::integer[]) AND j.next_at <= records.job_time() LIMIT 100000) AS d
             GROUP BY d.kind
            """;

    /** Due jobs of one kind. */
    private record Due(long count, double lateSeconds) {
        static final Due NONE = new Due(0, 0);
    }

    private final Jobs jobs;
    private final Database database;
    private final MeterRegistry registry;
    private volatile @Nullable Map<String, Due> counted;
    private boolean shown;

    public JobBacklog(Jobs jobs) {
        this.jobs = jobs;
        this.database = jobs.parts().database();
        this.registry = jobs.parts().registry();
    }

    /** Counts them, for all kinds that have a handler. Not for several calls at a time. */
    public Future<Void> count() {
        if (!shown) {
            shown = true;
            jobs.handled().keySet().forEach(this::show);
        }
        return database.read(RowSecurityContext.INSTALLATION, COUNT, args()).transform(rows -> {
            if (rows.failed()) {
                counted = null;
                return Future.failedFuture(rows.cause());
            }
            var due = new HashMap<String, Due>();
            for (var row : rows.result()) {
                due.put(row.getString("kind"), new Due(row.getLong("due"), Math.max(0, row.getDouble("late_seconds"))));
            }
            counted = due;
            return Future.succeededFuture();
        });
    }

    private static Tuple args() {
        return Tuple.tuple()
                .addArrayOfInteger(IntStream.range(0, Jobs.SLICES).boxed().toArray(Integer[]::new));
    }

    private double figure(String kind, ToDoubleFunction<Due> part) {
        var known = counted;
        return known == null ? Double.NaN : part.applyAsDouble(known.getOrDefault(kind, Due.NONE));
    }

    private void show(String kind) {
        var _ = Gauge.builder("tollgate.jobs.due", this, backlog -> backlog.figure(kind, Due::count))
                .description("Backlog: due jobs of the installation that no process has claimed, by kind")
                .tag("kind", kind)
                .strongReference(true)
                .register(registry);
        var _ = Gauge.builder("tollgate.jobs.overdue.seconds", this, backlog -> backlog.figure(kind, Due::lateSeconds))
                .description("Delay of the most overdue job that no process has claimed, by kind")
                .tag("kind", kind)
                .strongReference(true)
                .register(registry);
    }
}
