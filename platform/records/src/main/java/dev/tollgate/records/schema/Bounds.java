package dev.tollgate.records.schema;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** The least and the most of a number, a length or a count; null for no bound. */
record Bounds(@Nullable BigDecimal least, @Nullable BigDecimal most) {

    static final Bounds NONE = new Bounds(null, null);

    boolean tooLittle(BigDecimal value) {
        return least != null && value.compareTo(least) < 0;
    }

    boolean tooMuch(BigDecimal value) {
        return most != null && value.compareTo(most) > 0;
    }

    /** Whether nothing is between them. */
    boolean isEmpty() {
        return least != null && most != null && least.compareTo(most) > 0;
    }

    /** Whether the least of these refuses what the other one accepts. */
    boolean beginsLater(Bounds other) {
        return least != null && (other.least == null || least.compareTo(other.least) > 0);
    }

    /** Whether the most of these refuses what the other one accepts. */
    boolean endsEarlier(Bounds other) {
        return most != null && (other.most == null || most.compareTo(other.most) < 0);
    }
}
