package dev.tollgate.money.clock;

import dev.tollgate.money.rating.Period;
import java.time.Duration;
import java.time.Instant;

/** How far one close moves. */
public final class CloseStep {

    /** From the end of a bucket to its close: a call's deadline, a producer's, and slack. */
    public static final Duration CLOSED_AFTER = Duration.ofSeconds(60);

    /**
     * The most buckets of one close: an hour. Clocks that are all ahead do bounded harm before somebody sees it, and a
     * meter that was away for a day catches up in four minutes.
     */
    public static final long BUCKETS_MAX = Duration.ofHours(1).toSeconds() / Period.BUCKET_SECONDS;

    private CloseStep() {}

    /** The newest bucket that ended long enough ago. */
    public static long last(Instant now) {
        return Period.bucket(now.minus(CLOSED_AFTER)) - 1;
    }

    /** The newest bucket of which a hold may be: a close after it lies in the future. */
    public static long present(Instant now) {
        return Period.bucket(now);
    }

    /**
     * The bucket up to which the next close goes, which may be one that is closed already. A close that does not reach
     * the last bucket ends with an hour: copies hold in hours what has been open for long.
     *
     * @param closed up to which buckets are closed; 0 if none is
     */
    public static long next(long closed, long last) {
        return closed == 0 || last - closed <= BUCKETS_MAX
                ? last
                : Math.floorDiv(closed + 1, BUCKETS_MAX) * BUCKETS_MAX + BUCKETS_MAX - 1;
    }
}
