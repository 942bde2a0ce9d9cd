package dev.tollgate.records.schema;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.StringJoiner;

/** Scalar values as they are compared. */
final class Values {

    static final BigDecimal STEP_MIN = new BigDecimal("1e-9");
    static final BigDecimal STEP_MAX = new BigDecimal("1e15");

    /** Characters of values in a message: the events of one call may have 10,000 such faults. */
    static final int LISTED_CHARS_MAX = 200;

    private static final BigDecimal STEPPED_MAX = new BigDecimal("1e18");
    private static final int STEPPED_SCALE_MAX = 30;

    private Values() {}

    /** Whether a number is a multiple of a step, if it has few enough digits for that. */
    static boolean isMultiple(BigDecimal number, BigDecimal step) {
        return number.abs().compareTo(STEPPED_MAX) <= 0
                && number.scale() <= STEPPED_SCALE_MAX
                && number.remainder(step).signum() == 0;
    }

    /** A number without its form, so that 1 and 1.0 are equal; any other value as it is. */
    static Object plain(Object value) {
        return value instanceof Number number ? decimal(number).stripTrailingZeros() : value;
    }

    /** A fraction is the nearest finite double: no other has more digits than arithmetic can bear. */
    static BigDecimal decimal(Number number) {
        return number instanceof Double || number instanceof Float || number instanceof BigDecimal
                ? BigDecimal.valueOf(Math.clamp(number.doubleValue(), -Double.MAX_VALUE, Double.MAX_VALUE))
                : new BigDecimal(number.toString());
    }

    /** Whether it is stored as it is: JSON has no infinity. */
    static boolean isFinite(Number number) {
        return Double.isFinite(number.doubleValue());
    }

    /** Values for a message; "…" in the place of those that would make it long. */
    static String list(Collection<Object> values) {
        var list = new StringJoiner(", ");
        for (var value : values) {
            var text = value instanceof BigDecimal number ? number.toPlainString() : value.toString();
            if (list.length() + text.length() > LISTED_CHARS_MAX) {
                return list.add("…").toString();
            }
            list.add(text);
        }
        return list.toString();
    }

    static boolean isWhole(BigDecimal number) {
        return number.stripTrailingZeros().scale() <= 0;
    }

    static boolean fits(ValueType type, Object value) {
        return switch (type) {
            case STRING -> value instanceof String;
            case INTEGER -> value instanceof Number number && isFinite(number) && isWhole(decimal(number));
            case NUMBER -> value instanceof Number number && isFinite(number);
            case BOOLEAN -> value instanceof Boolean;
            case ARRAY, OBJECT -> false;
        };
    }
}
