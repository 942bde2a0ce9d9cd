package dev.tollgate.modules.bi.query.retention;

import dev.tollgate.modules.bi.query.grammar.InsightQuery;
import java.util.ArrayList;
import java.util.List;
import org.roaringbitmap.RoaringBitmap;

/** Counts who came back, from the actors of each bucket. Pure. */
final class RetentionCount {

    private RetentionCount() {}

    /**
     * Actors by cohort and period: each row has the cohort's size, then who came back after 0, 1, … periods.
     *
     * @param starts who started in each bucket of the range; an actor's cohort is the first of them
     * @param returns who came back in each bucket of the range and the periods behind it
     */
    static List<long[]> of(
            List<RoaringBitmap> starts, List<RoaringBitmap> returns, int periods, InsightQuery.Mode mode) {
        var counts = new ArrayList<long[]>(starts.size());
        var known = new RoaringBitmap();
        for (int cohort = 0; cohort < starts.size(); cohort++) {
            var fresh = RoaringBitmap.andNot(starts.get(cohort), known);
            known.or(fresh);
            counts.add(cohort(fresh, returns, cohort, periods, mode));
        }
        return counts;
    }

    private static long[] cohort(
            RoaringBitmap actors, List<RoaringBitmap> returns, int cohort, int periods, InsightQuery.Mode mode) {
        var counts = new long[periods + 2];
        counts[0] = actors.getLongCardinality();
        var later = new RoaringBitmap();
        for (int period = periods; period >= 0; period--) {
            var back = cohort + period < returns.size() ? returns.get(cohort + period) : new RoaringBitmap();
            counts[period + 1] = switch (mode) {
                case ON -> RoaringBitmap.andCardinality(actors, back);
                case ON_OR_AFTER -> {
                    later.or(back);
                    yield RoaringBitmap.andCardinality(actors, later);
                }
            };
        }
        return counts;
    }
}
