package dev.tollgate.billing.intake;

import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

/**
 * How many open dead letters of usage the installation has, up to {@value #COUNTED_MAX}. NaN while it cannot be
 * counted.
 */
public final class StoredDeadLetters {

    public static final Duration EVERY = Duration.ofSeconds(10);

    private static final int COUNTED_MAX = 10_000;

    private static final String COUNT =
            "SELECT count(*) AS letters FROM (SELECT FROM billing.dead_letter WHERE resolved_at IS NULL LIMIT $1) AS l";

    private final Database database;
    private final AtomicReference<Double> letters = new AtomicReference<>(Double.NaN);

    public StoredDeadLetters(Database database, MeterRegistry registry) {
        this.database = database;
        var _ = Gauge.builder("tollgate.meter.dead.letters.stored", letters, AtomicReference::get)
                .description("Dead letters of usage in the installation, at most 10,000 are counted")
                .strongReference(true)
                .register(registry);
    }

    /** Reads the value again. */
    public Future<Void> measure() {
        return database.read(RowSecurityContext.NONE, COUNT, Tuple.of(COUNTED_MAX))
                .onSuccess(rows -> letters.set((double) rows.iterator().next().getLong("letters")))
                .onFailure(_ -> letters.set(Double.NaN))
                .mapEmpty();
    }
}
