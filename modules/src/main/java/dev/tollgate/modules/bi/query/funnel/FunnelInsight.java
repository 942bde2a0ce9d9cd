package dev.tollgate.modules.bi.query.funnel;

import dev.tollgate.modules.bi.query.answer.Figures;
import dev.tollgate.modules.bi.query.answer.Insight;
import dev.tollgate.modules.bi.query.answer.Insight.Bucket;
import dev.tollgate.modules.bi.query.answer.Insight.Series;
import dev.tollgate.modules.bi.query.grammar.QueryReader;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.AbstractMap.SimpleEntry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes the answer of a funnel. Pure. */
public final class FunnelInsight {

    private static final String ACTORS = "actors";
    private static final String NO_VALUE = "(none)";

    private FunnelInsight() {}

    public static Insight of(Funnels.Planned funnel, Map<@Nullable String, long[]> counts, Instant now) {
        var steps = funnel.query().steps();
        var buckets = steps.stream().map(step -> Bucket.labelled(step.event())).toList();
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
        return Insight.of(series, buckets, funnel.buckets(), Insight.ROWS, now).cut(more);
    }

    private static Series group(Funnels.Planned funnel, @Nullable String value, long[] counts) {
        var label = funnel.query().by() == null ? "all" : value == null ? NO_VALUE : value;
        List<@Nullable String> values = new ArrayList<>();
        if (funnel.query().by() != null) {
            values.add(value);
        }
        return new Series(
                label,
                label,
                ACTORS,
                null,
                values,
                points(counts),
                Figures.of(Figures.ratio(counts[counts.length - 1], counts[0])),
                null);
    }

    private static List<@Nullable Object> points(long[] counts) {
        return Figures.of(Arrays.stream(counts).mapToObj(BigDecimal::valueOf).toList());
    }
}
