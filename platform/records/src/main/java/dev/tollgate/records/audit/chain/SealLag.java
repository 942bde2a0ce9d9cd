package dev.tollgate.records.audit.chain;

import dev.tollgate.runtime.ids.IdSource;
import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** Age of the oldest entry of a write that waits for its seal, in the whole installation. NaN while it is unknown. */
public final class SealLag {

    public static final Duration EVERY = Duration.ofSeconds(2);

    private static final String OLDEST = """
            SELECT first.event_id
              FROM generate_series(0, $1::int - 1) AS s
             CROSS JOIN LATERAL (SELECT p.event_id FROM audit.pending p WHERE p.slice = s
                                  ORDER BY p.event_id LIMIT 1) AS first
             ORDER BY first.event_id LIMIT 1
            """;

    private final Database database;
    private final int sliceCount;
    private final InstantSource clock;
    private final AtomicReference<Double> seconds = new AtomicReference<>(Double.NaN);

    public SealLag(Database database, int sliceCount, InstantSource clock, MeterRegistry registry) {
        this.database = database;
        this.sliceCount = sliceCount;
        this.clock = clock;
        var _ = Gauge.builder("tollgate.audit.seal.lag.seconds", seconds, AtomicReference::get)
                .description("Age of the oldest audit entry that waits for its seal, in seconds")
                .strongReference(true)
                .register(registry);
    }

    /** Reads the value again. */
    public Future<Void> measure() {
        return database.read(RowSecurityContext.NONE, OLDEST, Tuple.of(sliceCount))
                .onSuccess(rows -> seconds.set(age(rows)))
                .onFailure(_ -> seconds.set(Double.NaN))
                .mapEmpty();
    }

    /** The time of an entry is in its id. */
    private double age(RowSet<Row> rows) {
        var oldest = rows.iterator();
        return oldest.hasNext()
                ? Math.max(0, clock.millis() - IdSource.millis(oldest.next().getUUID("event_id"))) / 1e3
                : 0;
    }
}
