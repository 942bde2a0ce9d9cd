package dev.tollgate.modules.bi.cell;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What events have in a property that is a measure. Values that are no numbers count as none.
 *
 * @param seen events that were looked at
 * @param count of those with a number
 * @param sum exact; 0 where there is no number
 * @param min null where there is no number
 * @param max null where there is no number
 */
public record MeasureTotals(
        long seen,
        long count,
        BigDecimal sum,
        @Nullable BigDecimal min,
        @Nullable BigDecimal max) {

    public static final MeasureTotals NONE = new MeasureTotals(0, 0, BigDecimal.ZERO, null, null);

    static MeasureTotals of(@Nullable Object value) {
        if (!(value instanceof Number number)) {
            return new MeasureTotals(1, 0, BigDecimal.ZERO, null, null);
        }
        var exact = new BigDecimal(number.toString());
        return new MeasureTotals(1, 1, exact, exact, exact);
    }

    public MeasureTotals plus(MeasureTotals other) {
        return new MeasureTotals(
                seen + other.seen,
                count + other.count,
                sum.add(other.sum),
                min == null ? other.min : other.min == null ? min : min.min(other.min),
                max == null ? other.max : other.max == null ? max : max.max(other.max));
    }
}
