package dev.tollgate.modules.bi.query;

import dev.tollgate.modules.bi.query.Insight.Bucket;
import dev.tollgate.modules.bi.query.Insight.Series;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.AbstractMap.SimpleEntry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes the answers of funnels and retention. Pure. */
final class StepInsight {

    private static final String ACTORS = "actors";
    private static final String NO_VALUE = "(none)";

    private StepInsight() {}

    static Insight funnel(Funnels.Planned funnel, Map<@Nullable String, long[]> counts, Instant now) {
        var steps = funnel.query().steps();
        var buckets = steps.stream()
                .map(step -> new Bucket(null, null, step.event(), false))
                .toList();
        var groups = new ArrayList<>(counts.entrySet());
        groups.sort(Comparator.comparingLong((Map.Entry<@Nullable String, long[]> group) -> -group.getValue()[0])
                .thenComparing(Map.Entry::getKey, Comparator.nullsLast(Comparator.naturalOrder())));
        if (groups.isEmpty() && funnel.query().by() == null) {
            groups.add(new SimpleEntry<>(null, new long[steps.size()]));
        }
        boolean more = groups.size() > QueryReader.SERIES_MAX;
        var series = groups.stream()
                .limit(QueryReader.SERIES_MAX)
                .map(group -> group(funnel, group.getKey(), group.getValue()))
                .toList();
        return insight(series, buckets, funnel.buckets(), now, "B", more);
    }

    private static Series group(Funnels.Planned funnel, @Nullable String value, long[] counts) {
        var label = funnel.query().by() == null ? "all" : value == null ? NO_VALUE : value;
        List<@Nullable String> values = new ArrayList<>();
        if (funnel.query().by() != null) {
            values.add(value);
        }
        return new Series(
                label, label, ACTORS, null, values, points(counts), ratio(counts[counts.length - 1], counts[0]), null);
    }

    static Insight retention(Retentions.Planned retention, Retentions.Computed computed, Instant now) {
        var buckets = new ArrayList<Bucket>();
        for (int period = 0; period <= retention.query().periods(); period++) {
            buckets.add(new Bucket(null, null, String.valueOf(period), false));
        }
        var series = new ArrayList<Series>();
        for (int cohort = 0; cohort < computed.counts().size(); cohort++) {
            series.add(cohort(retention, cohort, computed.counts().get(cohort), now));
        }
        return insight(series, buckets, retention.cohorts(), now, computed.cells() ? "A" : "B", false);
    }

    /** Periods that have not begun have no value. */
    private static Series cohort(Retentions.Planned retention, int cohort, long[] counts, Instant now) {
        var label = retention.cohorts().label(cohort);
        var points = new ArrayList<@Nullable Object>();
        for (int period = 0; period < counts.length - 1; period++) {
            boolean begun = !retention.all().bounds().get(cohort + period).isAfter(now);
            points.add(begun ? (Object) counts[period + 1] : null);
        }
        return new Series(label, label, ACTORS, null, List.of(), points, counts[0], null);
    }

    private static List<@Nullable Object> points(long[] counts) {
        return Figures.of(Arrays.stream(counts).mapToObj(BigDecimal::valueOf).toList());
    }

    private static @Nullable Object ratio(long part, long whole) {
        return Figures.of(Figures.ratio(part, whole));
    }

    private static Insight insight(
            List<Series> series,
            List<Bucket> buckets,
            Buckets range,
            Instant now,
            String costClass,
            boolean truncated) {
        return new Insight(
                series,
                buckets,
                List.of(),
                null,
                null,
                TrendInsight.resolved(range),
                now,
                false,
                costClass,
                truncated,
                List.of());
    }
}
