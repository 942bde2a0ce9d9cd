package dev.tollgate.modules.bi.query;

import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.modules.bi.event.CellAnswer;
import dev.tollgate.modules.bi.event.CellQuery;
import dev.tollgate.modules.bi.event.CellTotals;
import dev.tollgate.modules.bi.event.EventStore;
import dev.tollgate.records.report.Binds;
import dev.tollgate.records.report.Reports;
import dev.tollgate.runtime.postgres.SqlStatement;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.roaringbitmap.RoaringBitmap;

/** Computes retention: from the actors that cells have, else from rows. One per event loop. */
final class Retentions {

    /**
     * Retention whose names are known.
     *
     * @param cohorts the buckets of the range
     * @param all those and the periods behind them
     */
    record Planned(
            InsightQuery.Retention query,
            EventColumns columns,
            Map<String, Integer> numbers,
            Buckets cohorts,
            Buckets all) {}

    /** @param cells whether cells gave it */
    record Computed(List<long[]> counts, boolean cells) {}

    /** Who started and who came back, by bucket. */
    private record Sets(List<RoaringBitmap> starts, List<RoaringBitmap> returns) {

        static Sets of(Planned retention) {
            return new Sets(
                    bitmaps(retention.cohorts().count()),
                    bitmaps(retention.all().count()));
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

    private final EventStore store;
    private final RowReads reads;

    Retentions(EventStore store, RowReads reads) {
        this.store = store;
        this.reads = reads;
    }

    Future<Outcome<Computed>> compute(Call<?> call, Planned retention) {
        var bounds = retention.all().bounds();
        var names = retention.numbers().keySet();
        if (names.isEmpty() || !bounds.stream().allMatch(CellQuery::isWhole)) {
            return rows(call, retention);
        }
        return store.cells(call, new CellQuery(names, bounds, null, Set.of(), true))
                .compose(answer -> switch (answer) {
                    case CellAnswer.Exact(var totals) ->
                        Future.succeededFuture(Outcome.done(new Computed(counts(retention, totals), true)));
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
        var binds = new Binds();
        var bucket =
                "width_bucket(e.occurred_at, " + binds.times(retention.all().bounds()) + ") - 1";
        var statement =
                statement(retention, binds, "SELECT e.name_no, " + bucket + ", e.actor FROM ", " GROUP BY 1, 2, 3");
        return transaction.query(statement.sql(), statement.args()).map(rows -> {
            var sets = Sets.of(retention);
            Map<UUID, Integer> actors = new HashMap<>();
            for (var row : rows) {
                int actor = actors.computeIfAbsent(row.getUUID(2), _ -> actors.size());
                var name = name(retention, Objects.requireNonNull(row.getInteger(0)));
                sets.add(retention, name, Objects.requireNonNull(row.getInteger(1)), RoaringBitmap.bitmapOf(actor));
            }
            return new Computed(sets.counts(retention), false);
        });
    }

    private static String name(Planned retention, int number) {
        return retention.numbers().entrySet().stream()
                .filter(entry -> entry.getValue() == number)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse("");
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
