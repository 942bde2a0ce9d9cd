package dev.tollgate.records.report;

import dev.tollgate.records.report.Report.Measure;
import dev.tollgate.runtime.postgres.SqlStatement;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The statements of one report. */
final class ReportSql {

    /** Digits before the point; numbers with more are given with as many digits as a double has. */
    static final int DIGITS_MAX = 40;

    /** Digits behind the point. */
    static final int SCALE = 6;

    private static final String SCIENTIFIC = "9.9999999999999999EEEE";

    private final ReportColumns columns;
    private final Report report;

    ReportSql(ReportColumns columns, Report report) {
        this.columns = columns;
        this.report = report;
    }

    /** How many rows the planner expects in the period, whatever the filters are. */
    SqlStatement estimate() {
        var binds = new Binds();
        return SqlStatement.once("EXPLAIN (FORMAT JSON) SELECT FROM " + inPeriod(binds), binds.args());
    }

    /**
     * The groups with their totals, one more than the limit, in their order, and behind them the buckets of those
     * within it: bucket from 1, array of dimensions, array of measures, place from 1. A total has no bucket, and a
     * bucket has no dimensions: they are those of its place. Rows are read once, since that costs far more than what is
     * computed of them.
     *
     * @param groupsMax if there are more groups within the limit, none has buckets
     */
    SqlStatement answer(int groupsMax) {
        var binds = new Binds();
        var rows = rows(binds);
        var order = order();
        return SqlStatement.once(
                "WITH r AS MATERIALIZED (" + rows + "), t AS (SELECT " + key() + " AS k, " + all() + " AS m,"
                        + " row_number() OVER (" + order + ") AS place FROM r" + grouped("") + " ORDER BY place LIMIT "
                        + (report.limit() + 1)
                        + ") SELECT NULL::integer AS b, k, m, place FROM t UNION ALL SELECT r.b, NULL::text[], "
                        + all() + ", t.place FROM r JOIN t ON t.k = " + key() + " WHERE t.place <= " + report.limit()
                        + (report.limit() <= groupsMax ? "" : " AND (SELECT count(*) FROM t) <= " + groupsMax)
                        + " GROUP BY r.b, t.place ORDER BY b NULLS FIRST, place",
                binds.args());
    }

    /** Totals and buckets of these groups in the same form, in no order and without dimensions. */
    SqlStatement of(List<List<@Nullable String>> groups) {
        var binds = new Binds();
        var rows = rows(binds);
        return SqlStatement.once(
                "SELECT b, NULL::text[], " + all() + ", place FROM (" + rows + ") r " + placed(groups, binds)
                        + " GROUP BY GROUPING SETS ((place), (b, place))",
                binds.args());
    }

    /** Joins each row with the place of its group. */
    private String placed(List<List<@Nullable String>> groups, Binds binds) {
        if (report.dimensions().isEmpty()) {
            return "CROSS JOIN (SELECT 1::bigint AS place) g";
        }
        var names = dimensions(", x%d").replaceFirst("^, ", "");
        return "JOIN (SELECT ARRAY[" + names + "]::text[] AS k, place FROM unnest(" + arrays(groups, binds)
                + ") WITH ORDINALITY AS u (" + names + ", place)) g ON g.k = " + key();
    }

    /** All other groups as one: bucket, measures; the total has no bucket. */
    SqlStatement others(List<List<@Nullable String>> groups) {
        var binds = new Binds();
        var rows = rows(binds);
        return SqlStatement.once(
                "SELECT b, " + measures() + " FROM (" + rows + ") r WHERE NOT " + isOneOf(groups, binds)
                        + " GROUP BY GROUPING SETS ((b), ())",
                binds.args());
    }

    /**
     * Opens the cursor {@code report_rows}: every bucket of every group, in order: bucket, array of dimensions, array
     * of measures. Rows of all such cursors have the same types, so one prepared FETCH fits all.
     */
    SqlStatement table(int most) {
        var binds = new Binds();
        var rows = rows(binds);
        return SqlStatement.once(
                "DECLARE report_rows NO SCROLL CURSOR FOR SELECT b, " + key() + ", " + all() + " FROM (" + rows + ") r"
                        + grouped("b") + " ORDER BY " + dimensions("d%d NULLS LAST, ") + "b LIMIT " + (most + 1),
                binds.args());
    }

    private String rows(Binds binds) {
        var select = new StringBuilder("SELECT ");
        var period = report.period();
        select.append(
                period == null
                        ? "1"
                        : "width_bucket(" + columns.time(period.field(), period, binds) + ", "
                                + binds.times(period.bounds()) + ")");
        select.append(" AS b");
        for (int i = 0; i < report.dimensions().size(); i++) {
            select.append(", ")
                    .append(columns.text(report.dimensions().get(i), binds))
                    .append(" AS d")
                    .append(i);
        }
        for (int i = 0; i < report.measures().size(); i++) {
            var measure = report.measures().get(i);
            if (measure.field() != null) {
                select.append(", ")
                        .append(value(measure.op(), measure.field(), binds))
                        .append(" AS v")
                        .append(i);
            }
        }
        select.append(" FROM ").append(inPeriod(binds));
        for (var any : report.filters()) {
            select.append(any.stream()
                    .map(filter -> columns.condition(filter, binds))
                    .collect(Collectors.joining(" OR ", " AND (", ")")));
        }
        return select.toString();
    }

    private String value(Report.Op op, String field, Binds binds) {
        return switch (op) {
            case COUNT -> columns.text(field, binds);
            case COUNT_DISTINCT -> columns.countedText(field, binds);
            case SUM, AVG, MIN, MAX -> columns.number(field, binds);
        };
    }

    private String inPeriod(Binds binds) {
        var rows = columns.rows(binds);
        var period = report.period();
        if (period == null) {
            return rows;
        }
        var from = columns.time(period.field(), period, binds)
                + " >= "
                + binds.time(period.bounds().getFirst());
        var to = columns.time(period.field(), period, binds)
                + " < "
                + binds.time(period.bounds().getLast());
        return rows + " AND " + from + " AND " + to;
    }

    private String measures() {
        return IntStream.range(0, report.measures().size())
                .mapToObj(this::shown)
                .collect(Collectors.joining(", "));
    }

    /** A measure as a text that is never long: as many digits as answers show. */
    private String shown(int index) {
        var measure = "(" + measure(index) + ")";
        return switch (report.measures().get(index).op()) {
            case COUNT, COUNT_DISTINCT -> measure + "::text";
            case SUM, AVG, MIN, MAX ->
                "CASE WHEN abs" + measure + " < 1e" + DIGITS_MAX + " THEN trim_scale(round(" + measure + "::numeric, "
                        + SCALE + "))::text ELSE trim(to_char(" + measure + "::numeric, '" + SCIENTIFIC + "')) END";
        };
    }

    private String measure(int index) {
        Measure measure = report.measures().get(index);
        var value = "v" + index;
        return switch (measure.op()) {
            case COUNT -> measure.field() == null ? "count(*)" : "count(" + value + ")";
            case COUNT_DISTINCT -> "count(DISTINCT " + value + ")";
            case SUM -> "sum(" + value + "::numeric)";
            case AVG -> "round(avg(" + value + "::numeric), 6)";
            case MIN -> "min(" + value + ")";
            case MAX -> "max(" + value + ")";
        };
    }

    /** All measures of a group. */
    private String all() {
        return "ARRAY[" + measures() + "]::text[]";
    }

    /** The values of a group. Arrays are equal also where they have no value. */
    private String key() {
        return "ARRAY[" + listed() + "]::text[]";
    }

    private String listed() {
        return dimensions(", d%d").replaceFirst("^, ", "");
    }

    private String dimensions(String form) {
        return IntStream.range(0, report.dimensions().size())
                .mapToObj(form::formatted)
                .collect(Collectors.joining());
    }

    /** One row for all where there is nothing to group by. */
    private String grouped(String first) {
        var by = first + (first.isEmpty() ? listed() : dimensions(", d%d"));
        return by.isEmpty() ? "" : " GROUP BY " + by;
    }

    /** The order of groups, for ORDER BY; empty where there is one. */
    private String order() {
        if (report.dimensions().isEmpty()) {
            return "";
        }
        var order = report.order();
        var values = dimensions(", d%d NULLS LAST").replaceFirst("^, ", "");
        if (order.measure() < 0) {
            return "ORDER BY " + (order.ascending() ? values : values.replace(" NULLS LAST", " DESC NULLS LAST"));
        }
        return "ORDER BY " + measure(order.measure()) + (order.ascending() ? " ASC" : " DESC") + " NULLS LAST, "
                + values;
    }

    /** Whether a row is of one of these groups. */
    private String isOneOf(List<List<@Nullable String>> groups, Binds binds) {
        var names = dimensions(", x%d").replaceFirst("^, ", "");
        var equal = IntStream.range(0, report.dimensions().size())
                .mapToObj(i -> "x" + i + " IS NOT DISTINCT FROM d" + i)
                .collect(Collectors.joining(" AND "));
        return "EXISTS (SELECT FROM unnest(" + arrays(groups, binds) + ") AS g (" + names + ") WHERE " + equal + ")";
    }

    /** The values of these groups, an array per dimension. */
    private String arrays(List<List<@Nullable String>> groups, Binds binds) {
        return IntStream.range(0, report.dimensions().size())
                .mapToObj(i ->
                        binds.texts(groups.stream().map(group -> group.get(i)).toList()))
                .collect(Collectors.joining(", "));
    }
}
