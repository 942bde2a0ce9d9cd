package dev.tollgate.modules.bi.query.trend;

import dev.tollgate.modules.bi.cell.CellTotals;
import dev.tollgate.modules.bi.cell.MeasureTotals;
import dev.tollgate.modules.bi.query.answer.Figures;
import dev.tollgate.modules.bi.query.source.EventColumns;
import dev.tollgate.records.report.Report;
import dev.tollgate.records.report.Report.Measure;
import dev.tollgate.records.report.ReportAnswer;
import dev.tollgate.records.report.ReportAnswer.Group;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

/**
 * Adds up cells as a report does rows. Groups are ordered by their totals first, since there may be very many of them:
 * only those of an answer have points. Takes time in proportion to the cells: for a worker thread. Pure.
 */
final class CellGroups {

    /** What was counted in one bucket, or in all. */
    private static final class Sum {
        private static final Sum NONE = new Sum();

        private long events;
        private Map<String, MeasureTotals> measures = Map.of();
        private @Nullable RoaringBitmap actors;

        void add(CellTotals totals) {
            events += totals.events();
            if (!totals.measures().isEmpty()) {
                measures = measures.isEmpty() ? new HashMap<>() : measures;
                totals.measures().forEach((name, more) -> measures.merge(name, more, MeasureTotals::plus));
            }
            if (!totals.actors().isEmpty()) {
                actors = actors == null ? new RoaringBitmap() : actors;
                actors.or(totals.actors());
            }
        }
    }

    /** The cells of a group, and their sum. */
    private static final class Cells {
        private final List<CellTotals> all = new ArrayList<>(1);
        private final Sum sum = new Sum();

        void add(CellTotals totals) {
            all.add(totals);
            sum.add(totals);
        }
    }

    /** @param order the measure that decides its place; null where there is none */
    private record Ranked(
            List<@Nullable String> key,
            Cells cells,
            @Nullable BigDecimal order) {}

    private final Report report;
    private final Map<List<@Nullable String>, Cells> groups = new LinkedHashMap<>();

    CellGroups(CellTrend trend, Report report, List<CellTotals> totals) {
        this.report = report;
        if (report.dimensions().isEmpty()) {
            groups.put(List.of(), new Cells());
        }
        for (var one : totals) {
            if (trend.only() == null || (one.value() != null && trend.only().contains(one.value()))) {
                groups.computeIfAbsent(key(one), _ -> new Cells()).add(one);
            }
        }
    }

    private List<@Nullable String> key(CellTotals totals) {
        var key = new ArrayList<@Nullable String>(report.dimensions().size());
        for (var dimension : report.dimensions()) {
            key.add(dimension.equals(EventColumns.NAME) ? totals.name() : totals.value());
        }
        return key;
    }

    ReportAnswer answer() {
        var ranked = groups.entrySet().stream()
                .map(entry -> ranked(entry.getKey(), entry.getValue()))
                .sorted(order())
                .toList();
        var shown = ranked.stream()
                .limit(report.limit())
                .map(one -> group(one.key(), one.cells()))
                .toList();
        if (ranked.size() <= report.limit()) {
            return new ReportAnswer(shown, null);
        }
        var rest = new Cells();
        ranked.subList(report.limit(), ranked.size())
                .forEach(one -> one.cells().all.forEach(rest::add));
        return new ReportAnswer(shown, group(List.of(), rest));
    }

    private Ranked ranked(List<@Nullable String> key, Cells cells) {
        int measure = report.order().measure();
        return new Ranked(
                key, cells, measure < 0 ? null : value(report.measures().get(measure), cells.sum));
    }

    /** These groups, those that were counted. */
    List<Group> of(List<List<@Nullable String>> keys) {
        return keys.stream()
                .filter(groups::containsKey)
                .map(key -> group(key, groups.getOrDefault(key, new Cells())))
                .toList();
    }

    private Group group(List<@Nullable String> key, Cells cells) {
        var buckets = new HashMap<Integer, Sum>();
        cells.all.forEach(
                one -> buckets.computeIfAbsent(one.bucket(), _ -> new Sum()).add(one));
        var points = new ArrayList<List<@Nullable BigDecimal>>();
        var totals = new ArrayList<@Nullable BigDecimal>();
        for (var measure : report.measures()) {
            var line = new ArrayList<@Nullable BigDecimal>(report.buckets());
            for (int bucket = 0; bucket < report.buckets(); bucket++) {
                line.add(value(measure, buckets.getOrDefault(bucket, Sum.NONE)));
            }
            points.add(line);
            totals.add(value(measure, cells.sum));
        }
        return new Group(key, key, totals, points);
    }

    private static @Nullable BigDecimal value(Measure measure, Sum sum) {
        var field = measure.field();
        if (measure.op() == Report.Op.COUNT) {
            return BigDecimal.valueOf(sum.events);
        } else if (measure.op() == Report.Op.COUNT_DISTINCT) {
            return BigDecimal.valueOf(sum.actors == null ? 0 : sum.actors.getLongCardinality());
        }
        var totals = sum.measures.getOrDefault(String.valueOf(CellTrend.bare(field)), MeasureTotals.NONE);
        return switch (measure.op()) {
            case SUM -> totals.sum();
            case AVG -> Figures.mean(totals.sum(), totals.count());
            case MIN -> totals.min();
            case MAX -> totals.max();
            case COUNT, COUNT_DISTINCT -> throw new IllegalStateException("counted before");
        };
    }

    /** As the database orders groups. */
    private Comparator<Ranked> order() {
        var order = report.order();
        Comparator<Ranked> names = (one, other) -> compared(one.key(), other.key());
        if (order.measure() < 0) {
            return order.ascending() ? names : names.reversed();
        }
        Comparator<@Nullable BigDecimal> values =
                order.ascending() ? Comparator.naturalOrder() : Comparator.reverseOrder();
        return Comparator.<Ranked, @Nullable BigDecimal>comparing(Ranked::order, Comparator.nullsLast(values))
                .thenComparing(names);
    }

    private static int compared(List<@Nullable String> one, List<@Nullable String> other) {
        for (int i = 0; i < one.size(); i++) {
            int difference =
                    Comparator.nullsLast(Comparator.<String>naturalOrder()).compare(one.get(i), other.get(i));
            if (difference != 0) {
                return difference;
            }
        }
        return 0;
    }
}
