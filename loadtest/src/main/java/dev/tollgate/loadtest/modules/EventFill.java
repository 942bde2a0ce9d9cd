package dev.tollgate.loadtest.modules;

import static dev.tollgate.loadtest.modules.ProductEvents.ACTORS;
import static dev.tollgate.loadtest.modules.ProductEvents.NAMES;
import static dev.tollgate.loadtest.modules.ProductEvents.STEP;
import static dev.tollgate.loadtest.report.Progress.say;

import dev.tollgate.embedded.OwnerSql;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.roaringbitmap.RoaringBitmap;

/**
 * The same events as {@link ProductEvents}, as rows, names, actors and cells that {@code track_events} and the fold
 * would leave, written by the owner of the tables in the order of their times: by calls, ten million take a quarter of
 * an hour. Ids are left out, since no question reads them.
 */
record EventFill(OwnerSql sql, UUID workspace, ProductEvents events) {

    private static final int PARTS = 30;
    private static final int HOUR_MILLIS = 3_600_000;

    private static final String NAMES_OF = """
            INSERT INTO bi.name (workspace_id, no, name, created_at)
            SELECT {workspace}, 1 + n, 'event_' || n, now() FROM generate_series(0, {names} - 1) AS n
            """;

    private static final String ACTORS_OF = """
            INSERT INTO bi.actor (workspace_id, actor, no)
            SELECT {workspace}, md5('actor-' || a)::uuid, 1 + a FROM generate_series(0, {actors} - 1) AS a;
            INSERT INTO bi.actor_count (workspace_id, actors) VALUES ({workspace}, {actors})
            """;

    /**
     * Event i occurs at the place i * STEP modulo the count; here the place is known, and i is what it follows from.
     */
    private static final String ROWS = """
            INSERT INTO bi.event (workspace_id, occurred_at, key, name_no, actor, revision, received_at, props)
            SELECT {workspace}, {from} + {millis} * p.place / {count} * interval '1 millisecond', md5('e' || p.i)::uuid,
                   1 + p.i % {names}, md5('actor-' || p.i * {step} % {actors})::uuid, 0, now(),
                   jsonb_build_object('plan', 'team', 'amount', p.i % 1000)
              FROM (SELECT s AS place, s * {back}::bigint % {count} AS i
                      FROM generate_series({first}::bigint, {end}::bigint - 1) AS s) p
            """;

    private static final String CELL =
            "INSERT INTO bi.cell (workspace_id, name_no, hour, events, actors) VALUES (?, ?, ?, ?, ?)";

    /** One hour of each name, and of all at place 0. */
    private static final class Hour {
        final int[] counts = new int[NAMES + 1];
        final RoaringBitmap[] actors = new RoaringBitmap[NAMES + 1];

        void add(int cell, int actor) {
            counts[cell]++;
            if (actors[cell] == null) {
                actors[cell] = new RoaringBitmap();
            }
            actors[cell].add(actor);
        }
    }

    void fill() {
        long count = events.count();
        sql.execute(ofWorkspace(NAMES_OF));
        sql.execute(ofWorkspace(ACTORS_OF));
        var rows = ofWorkspace(ROWS)
                .replace("{from}", "'" + events.from() + "'::timestamptz")
                .replace("{millis}", Long.toString(events.span().toMillis()))
                .replace("{count}", Long.toString(count))
                .replace("{step}", Long.toString(STEP))
                .replace("{back}", Long.toString(back()));
        for (int part = 0; part < PARTS; part++) {
            sql.execute(rows.replace("{first}", Long.toString(count * part / PARTS))
                    .replace("{end}", Long.toString(count * (part + 1) / PARTS)));
        }
        say(count + " events are filled in");
        cells();
        sql.execute("VACUUM (ANALYZE) bi.event, bi.cell, bi.actor, bi.name");
    }

    private String ofWorkspace(String statement) {
        return statement
                .replace("{workspace}", "'" + workspace + "'::uuid")
                .replace("{names}", Integer.toString(NAMES))
                .replace("{actors}", Integer.toString(ACTORS));
    }

    /** A place times this, modulo the count, is its event. */
    private long back() {
        return BigInteger.valueOf(STEP)
                .modInverse(BigInteger.valueOf(events.count()))
                .longValueExact();
    }

    private void cells() {
        long count = events.count();
        long back = back();
        long millis = events.span().toMillis();
        try (var connection = sql.connection();
                var insert = connection.prepareStatement(CELL)) {
            connection.setAutoCommit(false);
            var hour = new Hour();
            long present = 0;
            for (long place = 0; place < count; place++) {
                long of = millis * place / count / HOUR_MILLIS;
                if (of != present) {
                    store(insert, present, hour);
                    hour = new Hour();
                    present = of;
                }
                long i = place * back % count;
                int actor = 1 + (int) (i * STEP % ACTORS);
                hour.add(0, actor);
                hour.add(1 + (int) (i % NAMES), actor);
            }
            store(insert, present, hour);
            connection.commit();
        } catch (SQLException broken) {
            throw new IllegalStateException(broken);
        }
    }

    private void store(PreparedStatement insert, long number, Hour hour) throws SQLException {
        var start = events.from().plus(Duration.ofHours(number));
        for (int cell = 0; cell <= NAMES; cell++) {
            if (hour.counts[cell] > 0) {
                add(insert, cell, start, hour);
            }
        }
        var _ = insert.executeBatch();
    }

    private void add(PreparedStatement insert, int cell, Instant start, Hour hour) throws SQLException {
        insert.setObject(1, workspace);
        insert.setInt(2, cell);
        insert.setTimestamp(3, Timestamp.from(start));
        insert.setLong(4, hour.counts[cell]);
        insert.setBytes(5, bytes(hour.actors[cell]));
        insert.addBatch();
    }

    private static byte[] bytes(RoaringBitmap actors) {
        var _ = actors.runOptimize();
        var bytes = ByteBuffer.allocate(actors.serializedSizeInBytes());
        actors.serialize(bytes);
        return bytes.array();
    }
}
