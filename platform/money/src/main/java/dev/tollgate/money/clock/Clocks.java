package dev.tollgate.money.clock;

import dev.tollgate.money.redis.RedisFunctions;
import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.InstantSource;

/** Reads the clocks of Redis and PostgreSQL beside that of this process. Used on the event loop of both connections. */
public final class Clocks {

    private static final String NOW = "SELECT clock_timestamp() AS at";

    private final Database database;
    private final RedisFunctions functions;
    private final InstantSource clock;

    public Clocks(Database database, RedisFunctions functions, InstantSource clock) {
        this.database = database;
        this.functions = functions;
        this.clock = clock;
    }

    /** Fails if one of them does not answer. */
    public Future<ClockReading> read() {
        var sent = clock.instant();
        var redis = functions.times();
        var postgres = database.read(RowSecurityContext.NONE, NOW, Tuple.tuple());
        return Future.all(redis, postgres)
                .map(_ -> new ClockReading(
                        sent,
                        redis.result(),
                        postgres.result()
                                .iterator()
                                .next()
                                .getOffsetDateTime("at")
                                .toInstant(),
                        clock.instant()));
    }
}
