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

/** Adds up cells as a report does rows. Pure. */
final class CellGroups {

    /** What was counted in one bucket, or in all. */
    private static final class Sum {
        private long events;
        private final Map<String, MeasureTotals> measures = new HashMap<>();
        private final RoaringBitmap actors = new RoaringBitmap();

        void add(CellTotals totals) {
            events += totals.events();
            totals.measures().forEach((name, more) -> measures.merge(name, more, MeasureTotals::plus));
            actors.or(totals.actors());
        }
    }

    /** A group: sums by bucket, and of all. */
    private static final class Sums {
        private final Map<Integer, Sum> buckets = new HashMap<>();
        private final Sum all = new Sum();

        void add(CellTotals totals) {
            buckets.computeIfAbsent(totals.bucket(), _ -> new Sum()).add(totals);
            all.add(totals);
        }
    }

    private final Report report;
    private final Map<List<@Nullable String>, Sums> groups = new LinkedHashMap<>();
    private final Map<List<@Nullable String>, List<CellTotals>> cells = new HashMap<>();

    CellGroups(CellTrend trend, Report report, List<CellTotals> totals) {
        this.report = report;
        if (report.dimensions().isEmpty()) {
            groups.put(List.of(), new Sums());
        }
        for (var one : totals) {
            if (trend.only() == null || (one.value() != null && trend.only().contains(one.value()))) {
                var key = key(one);
                groups.computeIfAbsent(key, _ -> new Sums()).add(one);
                cells.computeIfAbsent(key, _ -> new ArrayList<>()).add(one);
            }
        }
    }

    private List<@Nullable String> key(CellTotals totals) {
        var key = new ArrayList<@Nullable String>();
        for (var dimension : report.dimensions()) {
            key.add(dimension.equals(EventColumns.NAME) ? totals.name() : totals.value());
        }
        return key;
    }

    ReportAnswer answer() {
        var all = groups.entrySet().stream()
                .map(entry -> group(entry.getKey(), entry.getValue()))
                .sorted(order())
                .toList();
        if (all.size() <= report.limit()) {
            return new ReportAnswer(all, null);
        }
        var rest = new Sums();
        all.subList(report.limit(), all.size())
                .forEach(group -> cells.getOrDefault(group.key(), List.of()).forEach(rest::add));
        return new ReportAnswer(all.subList(0, report.limit()), group(List.of(), rest));
    }

    /** These groups, those that were counted. */
    List<Group> of(List<List<@Nullable String>> keys) {
        return keys.stream()
                .filter(groups::containsKey)
                .map(key -> group(key, groups.getOrDefault(key, new Sums())))
                .toList();
    }

    private Group group(List<@Nullable String> key, Sums sums) {
        var points = new ArrayList<List<@Nullable BigDecimal>>();
        var totals = new ArrayList<@Nullable BigDecimal>();
        for (var measure : report.measures()) {
            var line = new ArrayList<@Nullable BigDecimal>();
            for (int bucket = 0; bucket < report.buckets(); bucket++) {
                line.add(value(measure, sums.buckets.getOrDefault(bucket, new Sum())));
            }
            points.add(line);
            totals.add(value(measure, sums.all));
        }
        return new Group(key, key, totals, points);
    }

    private static @Nullable BigDecimal value(Measure measure, Sum sum) {
        var field = measure.field();
        if (measure.op() == Report.Op.COUNT) {
            return BigDecimal.valueOf(sum.events);
        } else if (measure.op() == Report.Op.COUNT_DISTINCT) {
            return BigDecimal.valueOf(sum.actors.getLongCardinality());
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
    private Comparator<Group> order() {
        var order = report.order();
        Comparator<Group> names = (one, other) -> compared(one.values(), other.values());
        if (order.measure() < 0) {
            return order.ascending() ? names : names.reversed();
        }
        Comparator<@Nullable BigDecimal> values =
                order.ascending() ? Comparator.naturalOrder() : Comparator.reverseOrder();
        return Comparator.<Group, @Nullable BigDecimal>comparing(
                        group -> group.totals().get(order.measure()), Comparator.nullsLast(values))
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
