package dev.tollgate.modules.bi.cell;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

/**
 * Events of one name in one bucket, and with one value where a dimension is asked for.
 *
 * @param name empty for all events together
 * @param bucket its place among the buckets of the query
 * @param value of the dimension; null for events without one, and where none is asked for
 * @param measures by property
 * @param actors numbers of different actors, which mean the same within one answer; empty unless asked for
 */
public record CellTotals(
        String name,
        int bucket,
        @Nullable String value,
        long events,
        Map<String, MeasureTotals> measures,
        RoaringBitmap actors) {

    public CellTotals {
        measures = Map.copyOf(measures);
    }
}
