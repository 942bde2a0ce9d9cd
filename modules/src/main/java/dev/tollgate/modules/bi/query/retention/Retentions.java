package dev.tollgate.modules.bi.query.retention;

import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.modules.bi.cell.CellAnswer;
import dev.tollgate.modules.bi.cell.CellQuery;
import dev.tollgate.modules.bi.cell.CellTotals;
import dev.tollgate.modules.bi.event.EventStore;
import dev.tollgate.modules.bi.query.grammar.Buckets;
import dev.tollgate.modules.bi.query.grammar.InsightQuery;
import dev.tollgate.modules.bi.query.source.EventColumns;
import dev.tollgate.modules.bi.query.source.RowReads;
import dev.tollgate.records.report.Binds;
import dev.tollgate.records.report.Reports;
import dev.tollgate.runtime.postgres.SqlStatement;
import dev.tollgate.runtime.postgres.Transaction;
import dev.tollgate.runtime.repeat.FutureLoop;
import dev.tollgate.runtime.repeat.OffLoop;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

/** Computes retention: from the actors that cells have, else from rows. One per event loop. */
public final class Retentions {

    /**
     * Retention whose names are known.
     *
     * @param cohorts the buckets of the range
     * @param all those and the periods behind them
     */
    public record Planned(
            InsightQuery.Retention query,
            EventColumns columns,
            Map<String, Integer> numbers,
            Buckets cohorts,
            Buckets all) {}

    /**
     * The answer of retention.
     *
     * @param cells whether cells gave it
     */
    public record Computed(List<long[]> counts, boolean cells) {}

    /** Who started and who came back, by bucket. */
    private record Sets(List<RoaringBitmap> starts, List<RoaringBitmap> returns) {

        static Sets of(Planned retention) {
            return new Sets(
                    bitmaps(retention.cohorts().count()),
                    bitmaps(retention.all().count()));
        }

        void add(Planned retention, String name, int bucket, int actor) {
            if (name.equals(retention.query().start()) && bucket < starts.size()) {
                starts.get(bucket).add(actor);
            }
            if (name.equals(retention.query().comeback())) {
                returns.get(bucket).add(actor);
            }
        }

        void add(Planned retention, String name, int bucket, RoaringBitmap actors) {
            if (name.equals(retention.query().start()) && bucket < starts.size()) {
                starts.get(bucket).or(actors);
            }
            if (name.equals(retention.query().comeback())) {
                returns.get(bucket).or(actors);
            }
        }

        List<long[]> counts(Planned retention) {
            return RetentionCount.of(
                    starts,
                    returns,
                    retention.query().periods(),
                    retention.query().mode());
        }
    }

    /** Reads rows that come by actor: the number of an actor is how many came before. */
    private static final class Reading {
        private final Planned retention;
        private final Map<Integer, String> names = new HashMap<>();
        private final Sets sets;
        private @Nullable UUID actor;
        private int number = -1;

        Reading(Planned retention) {
            this.retention = retention;
            this.sets = Sets.of(retention);
            retention.numbers().forEach((name, no) -> names.put(no, name));
        }

        void add(RowSet<Row> rows) {
            for (var row : rows) {
                var next = row.getUUID(2);
                number += next.equals(actor) ? 0 : 1;
                actor = next;
                var name = names.getOrDefault(Objects.requireNonNull(row.getInteger(0)), "");
                sets.add(retention, name, Objects.requireNonNull(row.getInteger(1)), number);
            }
        }
    }

    /** Rows between two looks at the event loop. */
    static final int ROWS_MAX = 5_000;

    private static final String FETCH = "FETCH " + ROWS_MAX + " FROM retention_rows";

    private final EventStore store;
    private final RowReads reads;

    public Retentions(EventStore store, RowReads reads) {
        this.store = store;
        this.reads = reads;
    }

    public Future<Outcome<Computed>> compute(Call<?> call, Planned retention) {
        var bounds = retention.all().bounds();
        var names = retention.numbers().keySet();
        if (names.isEmpty() || !bounds.stream().allMatch(CellQuery::isWhole)) {
            return rows(call, retention);
        }
        return store.cells(call, new CellQuery(names, bounds, null, Set.of(), true))
                .compose(answer -> switch (answer) {
                    case CellAnswer.Exact(var totals) ->
                        OffLoop.run(() -> Outcome.done(new Computed(counts(retention, totals), true)));
                    case CellAnswer.ReadRows _ -> rows(call, retention);
                });
    }

    private static List<long[]> counts(Planned retention, List<CellTotals> totals) {
        var sets = Sets.of(retention);
        for (var one : totals) {
            sets.add(retention, one.name(), one.bucket(), one.actors());
        }
        return sets.counts(retention);
    }

    private static List<RoaringBitmap> bitmaps(int count) {
        var bitmaps = new ArrayList<RoaringBitmap>(count);
        for (int i = 0; i < count; i++) {
            bitmaps.add(new RoaringBitmap());
        }
        return bitmaps;
    }

    private Future<Outcome<Computed>> rows(Call<?> call, Planned retention) {
        return reads.read(
                call,
                transaction ->
                        Reports.estimate(transaction, statement(retention, "EXPLAIN (FORMAT JSON) SELECT FROM ", "")),
                transaction -> counted(transaction, retention));
    }

    private static Future<Computed> counted(Transaction transaction, Planned retention) {
        var statement = rows(retention);
        var reading = new Reading(retention);
        return transaction
                .query(statement.sql(), statement.args())
                .compose(_ -> fetched(transaction, reading))
                .compose(_ -> OffLoop.run(() -> new Computed(reading.sets.counts(retention), false)));
    }

    /** Opens the cursor of the rows. */
    public static SqlStatement rows(Planned retention) {
        var binds = new Binds();
        var bucket =
                "width_bucket(e.occurred_at, " + binds.times(retention.all().bounds()) + ") - 1";
        return statement(
                retention,
                binds,
                "DECLARE retention_rows NO SCROLL CURSOR FOR SELECT e.name_no, " + bucket + ", e.actor FROM ",
                " GROUP BY 1, 2, 3 ORDER BY 3");
    }

    private static Future<Void> fetched(Transaction transaction, Reading reading) {
        return FutureLoop.whileTrue(
                () -> transaction.query(FETCH, Tuple.tuple()).map(rows -> {
                    reading.add(rows);
                    return rows.size() >= ROWS_MAX;
                }));
    }

    private static SqlStatement statement(Planned retention, String select, String end) {
        return statement(retention, new Binds(), select, end);
    }

    private static SqlStatement statement(Planned retention, Binds binds, String select, String end) {
        var sql = select + retention.columns().rows(binds)
                + " AND e.actor IS NOT NULL AND e.occurred_at >= "
                + binds.time(retention.all().from())
                + " AND e.occurred_at < "
                + binds.time(retention.all().to())
                + end;
        return SqlStatement.once(sql, binds.args());
    }
}
