package dev.tollgate.money.budget;

import dev.tollgate.money.rating.Period;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The time that a budget is for, in UTC. Every bucket of holds lies in exactly one day and one month. */
public enum BudgetPeriod {
    DAY,
    MONTH,
    TOTAL;

    /** A bucket after all others, exact in Redis: the end of what has no end. */
    public static final long NEVER = 1L << 50;

    private static final long BUCKETS_OF_DAY = 24 * 60 * 60 / Period.BUCKET_SECONDS;

    private final String text = name().toLowerCase(Locale.ROOT);

    /** The word in contracts and rows. */
    public String text() {
        return text;
    }

    /** The period of this word. */
    public static BudgetPeriod of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }

    /** The first bucket of the day, month or time that a bucket lies in. */
    public long startOf(long bucket) {
        return switch (this) {
            case DAY -> Math.floorDiv(bucket, BUCKETS_OF_DAY) * BUCKETS_OF_DAY;
            case MONTH -> Period.ofBucket(bucket).firstBucket();
            case TOTAL -> 0;
        };
    }

    /** The first bucket after the day, month or time that a bucket lies in. */
    public long endOf(long bucket) {
        return switch (this) {
            case DAY -> startOf(bucket) + BUCKETS_OF_DAY;
            case MONTH -> Period.ofBucket(bucket).lastBucket() + 1;
            case TOTAL -> NEVER;
        };
    }

    /** The time of a first bucket; null for {@link #NEVER}. */
    public static @Nullable Instant time(long bucket) {
        return bucket >= NEVER ? null : Period.startOfBucket(bucket);
    }
}
