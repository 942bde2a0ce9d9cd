package dev.tollgate.modules.bi.query.funnel;

import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.modules.bi.query.grammar.Buckets;
import dev.tollgate.modules.bi.query.grammar.InsightQuery;
import dev.tollgate.modules.bi.query.source.EventColumns;
import dev.tollgate.modules.bi.query.source.RowReads;
import dev.tollgate.records.report.Binds;
import dev.tollgate.records.report.Report.Filter;
import dev.tollgate.records.report.Reports;
import dev.tollgate.runtime.postgres.SqlStatement;
import dev.tollgate.runtime.postgres.Transaction;
import dev.tollgate.runtime.repeat.FutureLoop;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Computes funnels from rows, which are read by actor and time, a few thousand at a time. One per event loop. */
public final class Funnels {

    /** Rows between two looks at the event loop. */
    static final int ROWS_MAX = 5_000;

    /** Groups beyond which a funnel is refused. */
    static final int GROUPS_MAX = 10_000;

    private static final Refusal TOO_MANY_GROUPS = Refusal.ValidationFailed.of(
            "query.funnel.by", "has more than " + GROUPS_MAX + " values: choose another field");

    private static final String FETCH = "FETCH " + ROWS_MAX + " FROM funnel_rows";

    /**
     * A funnel whose names are known.
     *
     * @param filters by step
     * @param numbers of the steps' events; -1 where the workspace has none of it
     */
    public record Planned(
            InsightQuery.Funnel query,
            EventColumns columns,
            List<Integer> numbers,
            List<List<List<Filter>>> filters,
            Buckets buckets) {}

    private final RowReads reads;

    public Funnels(RowReads reads) {
        this.reads = reads;
    }

    public Future<Outcome<Map<@Nullable String, long[]>>> compute(Call<?> call, Planned funnel) {
        return reads.read(
                        call,
                        transaction -> Reports.estimate(transaction, estimate(funnel)),
                        transaction -> counted(transaction, funnel))
                .map(outcome -> outcome instanceof Outcome.Done(var counts) && counts.size() > GROUPS_MAX
                        ? Outcome.refused(TOO_MANY_GROUPS)
                        : outcome);
    }

    private static Future<Map<@Nullable String, long[]>> counted(Transaction transaction, Planned funnel) {
        var rows = rows(funnel);
        var count = new FunnelCount(
                funnel.query().steps().size(), window(funnel), funnel.buckets().to());
        return transaction
                .query(rows.sql(), rows.args())
                .compose(_ -> fetched(transaction, count))
                .map(_ -> count.counts());
    }

    private static Future<Void> fetched(Transaction transaction, FunnelCount count) {
        return FutureLoop.whileTrue(() -> transaction
                .query(FETCH, Tuple.tuple())
                .map(rows -> {
                    added(rows, count);
                    return rows.size() >= ROWS_MAX && count.groups() <= GROUPS_MAX;
                }));
    }

    private static void added(RowSet<Row> rows, FunnelCount count) {
        for (var row : rows) {
            count.add(new FunnelCount.Row(
                    row.getUUID(0),
                    row.getOffsetDateTime(1).toInstant(),
                    Objects.requireNonNull(row.getInteger(2)),
                    row.getString(3)));
        }
    }

    private static Duration window(Planned funnel) {
        return funnel.query().window();
    }

    private static SqlStatement estimate(Planned funnel) {
        var binds = new Binds();
        return SqlStatement.once("EXPLAIN (FORMAT JSON) SELECT FROM " + inRange(funnel, binds), binds.args());
    }

    /** Opens the cursor of the rows. */
    public static SqlStatement rows(Planned funnel) {
        var binds = new Binds();
        var steps = IntStream.range(0, funnel.numbers().size())
                .mapToObj(step -> "((" + condition(funnel, step, binds) + ")::integer << " + step + ")")
                .collect(Collectors.joining(" | ", "(", ")"));
        var by = funnel.query().by();
        var group = by == null ? "NULL::text" : funnel.columns().text(by, binds);
        return SqlStatement.once(
                "DECLARE funnel_rows NO SCROLL CURSOR FOR SELECT * FROM (SELECT e.actor, e.occurred_at, "
                        + steps + " AS steps, " + group + " AS by_group FROM "
                        + inRange(funnel, binds)
                        + ") r WHERE steps <> 0 ORDER BY actor, occurred_at",
                binds.args());
    }

    private static String condition(Planned funnel, int step, Binds binds) {
        var condition = new StringBuilder("e.name_no = ")
                .append(binds.integer(funnel.numbers().get(step)));
        for (var any : funnel.filters().get(step)) {
            condition.append(any.stream()
                    .map(filter -> funnel.columns().condition(filter, binds))
                    .collect(Collectors.joining(" OR ", " AND COALESCE(", ", false)")));
        }
        return condition.toString();
    }

    /** Later steps may be taken until the window of the last begin ends. */
    private static String inRange(Planned funnel, Binds binds) {
        return funnel.columns().rows(binds)
                + " AND e.actor IS NOT NULL AND e.occurred_at >= "
                + binds.time(funnel.buckets().from())
                + " AND e.occurred_at < "
                + binds.time(funnel.buckets().to().plus(window(funnel)));
    }
}
