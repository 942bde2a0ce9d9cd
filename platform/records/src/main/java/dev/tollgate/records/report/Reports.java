package dev.tollgate.records.report;

import dev.tollgate.records.report.ReportAnswer.Group;
import dev.tollgate.runtime.postgres.SqlStatement;
import dev.tollgate.runtime.postgres.Transaction;
import dev.tollgate.runtime.repeat.FutureLoop;
import dev.tollgate.runtime.repeat.OffLoop;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One report on the rows of one source. Used on one event loop. One statement, and a second for the groups beyond the
 * limit: totals of different values, averages and extremes do not follow from those of the buckets.
 */
public final class Reports {

    /** A row of {@link #table}: the bucket from 0, values of dimensions, and measures. */
    public record TableRow(int bucket, List<@Nullable String> values, List<@Nullable BigDecimal> measures) {}

    /** Rows that are fetched at a time for {@link #table}. */
    static final int FETCH_ROWS_MAX = 500;

    private static final String FETCH = "FETCH " + FETCH_ROWS_MAX + " FROM report_rows";

    private final ReportColumns columns;
    private final Report report;
    private final ReportSql sql;

    public Reports(ReportColumns columns, Report report) {
        this.columns = columns;
        this.report = report;
        this.sql = new ReportSql(columns, report);
    }

    /** How many rows it would read, as the planner sees it. */
    public Future<Long> estimate(Transaction transaction) {
        return estimate(transaction, sql.estimate());
    }

    /** The rows that the planner expects of a statement that explains another as JSON. */
    public static Future<Long> estimate(Transaction transaction, SqlStatement explained) {
        return sent(transaction, explained).map(rows -> {
            var plans = new JsonArray(rows.iterator().next().getValue(0).toString());
            JsonObject root = plans.getJsonObject(0).getJsonObject("Plan");
            return root.getLong("Plan Rows");
        });
    }

    /**
     * Its groups with all buckets.
     *
     * @param groupsMax if there are more groups within the limit, their buckets are not read
     */
    public Future<ReportAnswer> answer(Transaction transaction, int groupsMax) {
        return sent(transaction, sql.answer(groupsMax))
                .compose(rows -> OffLoop.run(() -> shown(rows)))
                .compose(shown -> shown.more() && shown.groups().size() <= groupsMax
                        ? sent(
                                        transaction,
                                        sql.others(shown.groups().stream()
                                                .map(Group::key)
                                                .toList()))
                                .compose(others -> OffLoop.run(() -> new ReportAnswer(shown.groups(), other(others))))
                        : Future.succeededFuture(new ReportAnswer(shown.groups(), null)));
    }

    /** The groups within the limit, and whether there are more. */
    private record Shown(List<Group> groups, boolean more) {}

    private Shown shown(RowSet<Row> rows) {
        var groups = new ArrayList<Building>();
        boolean more = false;
        for (var row : rows) {
            if (isTotal(row)) {
                more |= groups.size() == report.limit();
                if (!more) {
                    groups.add(new Building(place(row), key(row), measures(row)));
                }
            }
        }
        return new Shown(placed(groups, rows), more);
    }

    /** These groups, those that have rows in the period. */
    public Future<List<Group>> groups(Transaction transaction, List<List<@Nullable String>> keys) {
        return keys.isEmpty()
                ? Future.succeededFuture(List.of())
                : sent(transaction, sql.of(keys))
                        .compose(rows -> OffLoop.run(() -> placed(building(keys, rows), rows)));
    }

    private List<Building> building(List<List<@Nullable String>> keys, RowSet<Row> rows) {
        var groups = new ArrayList<Building>();
        for (var row : rows) {
            if (isTotal(row)) {
                groups.add(new Building(place(row), keys.get(place(row)), measures(row)));
            }
        }
        return groups;
    }

    private static boolean isTotal(Row row) {
        return row.getValue(0) == null;
    }

    private static List<@Nullable String> key(Row row) {
        return Arrays.asList(row.getArrayOfStrings(1));
    }

    private List<@Nullable BigDecimal> measures(Row row) {
        return measures(Arrays.asList(row.getArrayOfStrings(2)));
    }

    private static int place(Row row) {
        return Math.toIntExact(row.getLong(3)) - 1;
    }

    /**
     * Every bucket of every group that has rows, one more than {@code most} if there are more. Reading ends once they
     * have more than {@code charsMax} characters.
     */
    public Future<List<TableRow>> table(Transaction transaction, int most, long charsMax) {
        return sent(transaction, sql.table(most)).compose(_ -> fetched(transaction, charsMax));
    }

    private Future<List<TableRow>> fetched(Transaction transaction, long charsMax) {
        List<TableRow> table = new ArrayList<>();
        var charsLeft = new AtomicLong(charsMax);
        return FutureLoop.whileTrue(() -> transaction
                        .query(FETCH, Tuple.tuple())
                        .map(rows -> {
                            for (var row : rows) {
                                var values = shown(key(row));
                                var numbers = Arrays.asList(row.getArrayOfStrings(2));
                                charsLeft.addAndGet(-chars(values) - chars(numbers));
                                table.add(new TableRow(bucket(row), values, measures(numbers)));
                            }
                            return charsLeft.get() >= 0 && rows.size() >= FETCH_ROWS_MAX;
                        }))
                .map(table);
    }

    private static long chars(List<@Nullable String> values) {
        long chars = 0;
        for (var value : values) {
            chars += value == null ? 0 : value.length();
        }
        return chars;
    }

    /** A group whose points are being read. */
    private record Building(int place, List<@Nullable String> key, List<@Nullable BigDecimal> totals) {}

    private List<Group> placed(List<Building> shown, RowSet<Row> rows) {
        Map<Integer, List<List<@Nullable BigDecimal>>> points = new HashMap<>();
        shown.forEach(group -> points.put(group.place(), empty()));
        for (var row : rows) {
            var of = isTotal(row) ? null : points.get(place(row));
            if (of != null) {
                place(of, bucket(row), measures(row));
            }
        }
        return shown.stream()
                .map(group -> new Group(
                        group.key(),
                        shown(group.key()),
                        group.totals(),
                        Objects.requireNonNull(points.get(group.place()))))
                .toList();
    }

    private Group other(RowSet<Row> rows) {
        var points = empty();
        List<@Nullable BigDecimal> totals = List.of();
        for (var row : rows) {
            var measures = measures(row, 1);
            if (isTotal(row)) {
                totals = measures;
            } else {
                place(points, bucket(row), measures);
            }
        }
        return new Group(List.of(), List.of(), totals, points);
    }

    private static void place(
            List<List<@Nullable BigDecimal>> points, int bucket, List<@Nullable BigDecimal> measures) {
        for (int measure = 0; measure < measures.size(); measure++) {
            points.get(measure).set(bucket, measures.get(measure));
        }
    }

    /** Points of a group without rows. */
    private List<List<@Nullable BigDecimal>> empty() {
        var points = new ArrayList<List<@Nullable BigDecimal>>();
        for (var measure : report.measures()) {
            points.add(new ArrayList<>(
                    Collections.nCopies(report.buckets(), measure.op().isZeroWithoutRows() ? BigDecimal.ZERO : null)));
        }
        return points;
    }

    private static int bucket(Row row) {
        return Objects.requireNonNull(row.getInteger(0)) - 1;
    }

    private List<@Nullable String> shown(List<@Nullable String> values) {
        var shown = new ArrayList<@Nullable String>();
        for (int i = 0; i < values.size(); i++) {
            shown.add(columns.shown(report.dimensions().get(i), values.get(i)));
        }
        return shown;
    }

    private List<@Nullable BigDecimal> measures(Row row, int from) {
        var texts = new ArrayList<@Nullable String>();
        for (int i = 0; i < report.measures().size(); i++) {
            texts.add(row.getString(from + i));
        }
        return measures(texts);
    }

    private List<@Nullable BigDecimal> measures(List<@Nullable String> texts) {
        var measures = new ArrayList<@Nullable BigDecimal>();
        for (int i = 0; i < texts.size(); i++) {
            var text = texts.get(i);
            if (text == null) {
                measures.add(report.measures().get(i).op().isZeroWithoutRows() ? BigDecimal.ZERO : null);
            } else {
                measures.add(new BigDecimal(text));
            }
        }
        return measures;
    }

    private static Future<RowSet<Row>> sent(Transaction transaction, SqlStatement statement) {
        return transaction.query(statement.sql(), statement.args());
    }
}
