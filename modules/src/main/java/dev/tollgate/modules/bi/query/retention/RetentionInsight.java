package dev.tollgate.modules.bi.query.retention;

import dev.tollgate.modules.bi.query.answer.Insight;
import dev.tollgate.modules.bi.query.answer.Insight.Bucket;
import dev.tollgate.modules.bi.query.answer.Insight.Series;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the answer of retention. Pure. */
public final class RetentionInsight {

    private static final String ACTORS = "actors";

    private RetentionInsight() {}

    public static Insight of(Retentions.Planned retention, Retentions.Computed computed, Instant now) {
        var buckets = new ArrayList<Bucket>();
        for (int period = 0; period <= retention.query().periods(); period++) {
            buckets.add(Bucket.labelled(String.valueOf(period)));
        }
        var series = new ArrayList<Series>();
        for (int cohort = 0; cohort < computed.counts().size(); cohort++) {
            series.add(cohort(retention, cohort, computed.counts().get(cohort), now));
        }
        return Insight.of(series, buckets, retention.cohorts(), computed.cells() ? Insight.CELLS : Insight.ROWS, now);
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
}
