package dev.tollgate.money.account;

import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Up to which bucket each slice has closed, read at most once a second. For one event loop. */
final class SliceClosings {

    private static final long AGE_MAX_NANOS = Duration.ofSeconds(1).toNanos();
    private static final String CLOSED = "SELECT slice, closed FROM billing.slice";

    private final Database database;
    private @Nullable Future<Map<Integer, Long>> read;
    private long readNanos;

    SliceClosings(Database database) {
        this.database = database;
    }

    /** The last bucket of the slice that has closed; 0 for none. */
    Future<Long> closed(int slice, long nowNanos) {
        Future<Map<Integer, Long>> known = read;
        if (known == null || known.failed() || nowNanos - readNanos >= AGE_MAX_NANOS) {
            known = read();
            read = known;
            readNanos = nowNanos;
        }
        return known.map(closed -> closed.getOrDefault(slice, 0L));
    }

    private Future<Map<Integer, Long>> read() {
        return database.read(RowSecurityContext.NONE, CLOSED, Tuple.tuple()).map(rows -> {
            Map<Integer, Long> closed = new HashMap<>();
            rows.forEach(row -> closed.put(row.getInteger("slice"), row.getLong("closed")));
            return closed;
        });
    }
}
