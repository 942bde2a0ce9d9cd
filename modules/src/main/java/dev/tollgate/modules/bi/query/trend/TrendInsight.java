package dev.tollgate.modules.bi.query.trend;

import dev.tollgate.modules.bi.query.answer.Figures;
import dev.tollgate.modules.bi.query.answer.Insight;
import dev.tollgate.modules.bi.query.answer.Insight.Bucket;
import dev.tollgate.modules.bi.query.answer.Insight.Earlier;
import dev.tollgate.modules.bi.query.answer.Insight.Series;
import dev.tollgate.modules.bi.query.source.ResolvedSource;
import dev.tollgate.records.report.Report.Measure;
import dev.tollgate.records.report.ReportAnswer.Group;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes the answer of a trend. Pure. */
public final class TrendInsight {

    private static final String NO_VALUE = "(none)";
    private static final String OTHER = "other";

    private final PlannedTrend trend;
    private final Trends.Computed computed;
    private final Map<List<@Nullable String>, Group> earlier;

    private TrendInsight(PlannedTrend trend, Trends.Computed computed) {
        this.trend = trend;
        this.computed = computed;
        this.earlier = computed.earlier().stream().collect(Collectors.toMap(Group::key, Function.identity()));
    }

    public static Insight of(PlannedTrend trend, Trends.Computed computed, Instant now) {
        return new TrendInsight(trend, computed).insight(now);
    }

    private Insight insight(Instant now) {
        var answer = computed.answer();
        var series = answer.groups().stream()
                .flatMap(group -> series(group, label(group), trend.earlier() != null).stream())
                .toList();
        var other = answer.other() == null ? List.<Series>of() : series(answer.other(), OTHER, false);
        var buckets = trend.buckets();
        return new Insight(
                series,
                buckets == null ? List.of() : Bucket.of(buckets, now),
                other,
                null,
                null,
                buckets == null ? null : Insight.Resolved.of(buckets),
                trend.source() instanceof ResolvedSource.Rows rows ? rows.computedAt() : now,
                false,
                costClass(),
                answer.other() != null,
                warnings());
    }

    private String costClass() {
        return switch (trend.source()) {
            case ResolvedSource.Events _ -> computed.cells() ? Insight.CELLS : Insight.ROWS;
            case ResolvedSource.Records _ -> Insight.ROWS;
            case ResolvedSource.Rows _ -> Insight.DATASET;
        };
    }

    private static String label(Group group) {
        return group.values().stream()
                .map(value -> value == null ? NO_VALUE : value)
                .collect(Collectors.joining(", "));
    }

    private List<Series> series(Group group, String label, boolean compared) {
        var measures = trend.report().measures();
        var all = new ArrayList<Series>();
        for (int i = 0; i < measures.size(); i++) {
            var name = name(measures.get(i));
            all.add(new Series(
                    label.isEmpty() ? name : label + " | " + name,
                    label.isEmpty() ? name : label,
                    name,
                    unit(measures.get(i)),
                    group.values(),
                    Figures.of(group.points().get(i)),
                    Figures.of(group.totals().get(i)),
                    compared ? earlier(group, i) : null));
        }
        return all;
    }

    private Earlier earlier(Group group, int measure) {
        var before = earlier.get(group.key());
        var buckets = trend.report().buckets();
        boolean counts = trend.report().measures().get(measure).op().isZeroWithoutRows();
        BigDecimal none = counts ? BigDecimal.ZERO : null;
        var points = new ArrayList<@Nullable BigDecimal>();
        for (int bucket = 0; bucket < buckets; bucket++) {
            var line = before == null ? List.<BigDecimal>of() : before.points().get(measure);
            points.add(bucket < line.size() ? line.get(bucket) : none);
        }
        return new Earlier(
                Figures.of(points),
                Figures.of(before == null ? none : before.totals().get(measure)));
    }

    private static String name(Measure measure) {
        var op = measure.op().name().toLowerCase(Locale.ROOT);
        return measure.field() == null ? op : op + '(' + measure.field() + ')';
    }

    private @Nullable String unit(Measure measure) {
        return switch (measure.op()) {
            case COUNT, COUNT_DISTINCT -> null;
            case SUM, AVG, MIN, MAX -> trend.source().units().get(String.valueOf(measure.field()));
        };
    }

    private List<String> warnings() {
        var warnings = new ArrayList<String>();
        if (trend.source() instanceof ResolvedSource.Events events) {
            events.names().stream()
                    .filter(name -> !events.stored().containsKey(name))
                    .forEach(name -> warnings.add("There is no event named " + name + "."));
        }
        return warnings;
    }
}
