package dev.tollgate.modules.bi.cell;

import dev.tollgate.contract.operation.Call;
import dev.tollgate.records.work.Work;
import dev.tollgate.runtime.repeat.OffLoop;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads cells together with what is pending, in one statement, which is one snapshot. */
public final class CellQueries {

    /** Calls that a query adds to cells by itself; rows are read while more are pending. */
    static final int PENDING_MAX = 5_000;

    /** Their bytes: decoded, they are all in memory. */
    static final int PENDING_BYTES_MAX = 8 << 20;

    /** Cells that a query adds up; rows are read where there are more. */
    static final int CELLS_MAX = 50_000;

    /** Bytes of their actors and cubes. */
    static final int CELLS_BYTES_MAX = 32 << 20;

    /** Counts and sums that a query keeps, by name, bucket and value; rows are read where there are more. */
    static final int FIGURES_MAX = 160_000;

    /** Rows of four kinds: names, pending calls, numbers of their actors, and cells. */
    private static final String READ = """
            WITH names AS MATERIALIZED (
                SELECT n.no, n.name FROM bi.name n WHERE n.workspace_id = $1 AND n.name = ANY ($2::text[])
                 UNION ALL
                SELECT 0, '' WHERE cardinality($2::text[]) = 0
            ), waiting AS MATERIALIZED (
                SELECT o.actors, o.cells FROM (
                    SELECT p.actors, p.cells,
                           sum(octet_length(p.cells)) OVER (ORDER BY p.id ROWS UNBOUNDED PRECEDING) AS bytes
                      FROM bi.pending p WHERE p.workspace_id = $1 ORDER BY p.id LIMIT $4) o
                 WHERE o.bytes - octet_length(o.cells) <= %d
            )
            SELECT 'name' AS kind, n.no, n.name, NULL::integer AS bucket, NULL::bigint AS events, NULL::bytea AS actors,
                   NULL::bytea AS content, NULL::uuid[] AS batch, NULL::uuid AS actor
              FROM names n
             UNION ALL
            SELECT 'pending', NULL, NULL, NULL, NULL, NULL, w.cells, w.actors, NULL FROM waiting w
             UNION ALL
            SELECT 'actor', a.no, NULL, NULL, NULL, NULL, NULL, NULL, a.actor
              FROM bi.actor a
             WHERE $5 AND a.workspace_id = $1
               AND a.actor = ANY (ARRAY(SELECT DISTINCT u.actor FROM waiting w CROSS JOIN unnest(w.actors) AS u (actor)))
             UNION ALL
            SELECT 'cell', c.no, NULL, c.bucket, c.events, c.actors, c.cube, NULL, NULL FROM (
            %s
            ) c
            """;

    private static final String HOURS = """
             WHERE c.workspace_id = $1 AND c.name_no = ANY (ARRAY(SELECT n.no FROM names n))
               AND c.hour >= ($3::timestamptz[])[1] AND c.hour < ($3::timestamptz[])[cardinality($3::timestamptz[])]
            """;

    private static final String BUCKET = "width_bucket(c.hour, $3::timestamptz[]) - 1";

    static final String COUNTS = READ.formatted(
            PENDING_BYTES_MAX,
            "SELECT c.name_no AS no, " + BUCKET + " AS bucket,"
                    + " sum(c.events)::bigint AS events, NULL::bytea AS actors, NULL::bytea AS cube\n  FROM bi.cell c\n"
                    + HOURS
                    + " GROUP BY 1, 2");

    private static final String CONTENT =
            " CASE WHEN $5 THEN c.actors END AS actors, CASE WHEN $6 THEN c.cube END AS cube";

    /** Cells up to the first beyond either limit, which tells that there are more. */
    static final String CELLS =
            READ.formatted(PENDING_BYTES_MAX, """
            SELECT o.no, o.bucket, o.events, o.actors, o.cube FROM (
                SELECT i.*, sum(COALESCE(octet_length(i.actors), 0) + COALESCE(octet_length(i.cube), 0))
                            OVER (ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before
                  FROM (SELECT c.name_no AS no, %s AS bucket, c.events, %s
                          FROM bi.cell c
                        %s
                         LIMIT %d) i) o
             WHERE COALESCE(o.before, 0) <= %d
            """.formatted(BUCKET, CONTENT, HOURS, CELLS_MAX + 1, CELLS_BYTES_MAX));

    private final Work work;

    public CellQueries(Work work) {
        this.work = work;
    }

    /** Adds up on a worker: it takes longer than an event loop may. */
    public Future<CellAnswer> answer(Call<?> call, CellQuery query) {
        return query.hasCells()
                ? read(call, query).compose(rows -> OffLoop.run(() -> answer(query, rows)))
                : Future.succeededFuture(new CellAnswer.ReadRows());
    }

    /** The same by each of these properties, from one statement. */
    public Future<Map<String, CellAnswer>> answers(Call<?> call, CellQuery query, List<String> properties) {
        return properties.isEmpty()
                ? Future.succeededFuture(Map.of())
                : read(call, query.by(properties.getFirst()))
                        .compose(rows -> OffLoop.run(() -> {
                            var answers = new HashMap<String, CellAnswer>();
                            properties.forEach(property -> answers.put(property, answer(query.by(property), rows)));
                            return answers;
                        }));
    }

    private Future<RowSet<Row>> read(Call<?> call, CellQuery query) {
        boolean counts = !query.needsCubes() && !query.actors();
        var args = Tuple.of(call.caller().workspaceId().value())
                .addArrayOfString(query.names().toArray(String[]::new))
                .addArrayOfOffsetDateTime(query.bounds().stream()
                        .map(bound -> bound.atOffset(ZoneOffset.UTC))
                        .toArray(OffsetDateTime[]::new))
                .addInteger(PENDING_MAX + 1)
                .addBoolean(query.actors());
        return counts ? work.read(call, COUNTS, args) : work.read(call, CELLS, args.addBoolean(query.needsCubes()));
    }

    private static CellAnswer answer(CellQuery query, RowSet<Row> rows) {
        var sums = new CellSums(query);
        for (var row : rows) {
            switch (row.getString("kind")) {
                case "name" -> sums.name(row.getInteger("no"), row.getString("name"));
                case "actor" -> sums.actor(row.getUUID("actor"), row.getInteger("no"));
                case "pending" -> sums.pending(row);
                case "cell" -> sums.cell(row);
                case String kind -> throw new IllegalStateException("not a kind of row: " + kind);
            }
        }
        return sums.answer();
    }
}
