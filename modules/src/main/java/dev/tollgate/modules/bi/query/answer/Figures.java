package dev.tollgate.modules.bi.query.answer;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Numbers as answers show them: JSON numbers, or text beyond what a double holds exactly. Of a number with many digits
 * those that a double has. Pure.
 */
public final class Figures {

    private static final BigDecimal EXACT_MAX = BigDecimal.valueOf(1L << 53);
    private static final int SCALE = 6;

    /** Digits before the point. */
    private static final int DIGITS_MAX = 40;

    private static final MathContext OF_DOUBLE = new MathContext(17, RoundingMode.HALF_UP);

    private Figures() {}

    public static @Nullable Object of(@Nullable BigDecimal value) {
        if (value == null) {
            return null;
        }
        if (value.abs().compareTo(EXACT_MAX) > 0) {
            var whole = normal(value);
            return (long) whole.precision() - whole.scale() > DIGITS_MAX
                    ? whole.round(OF_DOUBLE).stripTrailingZeros().toString()
                    : whole.toPlainString();
        }
        var shortest = normal(value);
        return shortest.scale() <= 0 ? (Object) shortest.longValueExact() : shortest;
    }

    public static List<@Nullable Object> of(List<? extends @Nullable BigDecimal> values) {
        var figures = new ArrayList<@Nullable Object>(values.size());
        values.forEach(value -> figures.add(of(value)));
        return figures;
    }

    /** A mean as the database rounds it; null of no values. */
    public static @Nullable BigDecimal mean(BigDecimal sum, long count) {
        return count == 0 ? null : sum.divide(BigDecimal.valueOf(count), SCALE, RoundingMode.HALF_UP);
    }

    /** A part of a whole; 0 of nothing. */
    public static BigDecimal ratio(long part, long whole) {
        return whole == 0
                ? BigDecimal.ZERO
                : BigDecimal.valueOf(part).divide(BigDecimal.valueOf(whole), SCALE, RoundingMode.HALF_UP);
    }

    private static BigDecimal normal(BigDecimal value) {
        var rounded = value.scale() > SCALE ? value.setScale(SCALE, RoundingMode.HALF_UP) : value;
        return rounded.signum() == 0 ? BigDecimal.ZERO : rounded.stripTrailingZeros();
    }
}
