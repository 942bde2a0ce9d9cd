package dev.tollgate.gateway.access;

import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.runtime.memory.LruMap;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The cheap limit before any I/O: per credential, four times its own limit and room for the free messages of an agent,
 * with a burst of a second of that. It counts refused and free calls too. Used by one thread at a time.
 */
public final class FloodBuckets {

    /** Free messages a second that every agent may send, however low its own limit is. */
    public static final int FREE_PER_SECOND_MIN = 100;

    static final int FACTOR = 4;
    static final int CREDENTIALS_MAX = 16_384;
    private static final long SECOND_NANOS = 1_000_000_000L;
    private static final Refusal REFUSAL = new Refusal.RateLimited(
            "This credential sends more than " + FACTOR + " times its limit.", Duration.ofSeconds(1));

    /** Work that no price covers, such as on a refused body, that takes one more call out of the bucket. */
    public static final long WORK_NANOS = 5_000_000L;

    private static final class Bucket {
        long nextNanos;
    }

    private final Map<UUID, Bucket> buckets = new LruMap<>(CREDENTIALS_MAX);

    /**
     * Free messages a second of an agent with this limit. They are added to the limit, so that they do not displace
     * calls.
     */
    public static int freePerSecond(int callsPerSecond) {
        return Math.max(callsPerSecond, FREE_PER_SECOND_MIN);
    }

    /**
     * Takes one call out of the bucket; the refusal when it is empty.
     *
     * @param callsPerSecond the credential's own limit
     * @param freePerSecond what comes on top: {@link #freePerSecond} for an agent, none for others
     * @param nowNanos a monotonic clock
     */
    public @Nullable Refusal refusal(UUID credential, int callsPerSecond, int freePerSecond, long nowNanos) {
        var bucket = buckets.get(credential);
        if (bucket == null) {
            bucket = new Bucket();
            bucket.nextNanos = nowNanos;
            buckets.put(credential, bucket);
        }
        long due = Math.max(bucket.nextNanos - nowNanos, 0);
        if (due > SECOND_NANOS) {
            return REFUSAL;
        }
        bucket.nextNanos = nowNanos + due + SECOND_NANOS / ((long) callsPerSecond * FACTOR + freePerSecond);
        return null;
    }

    /**
     * Takes one more call out of the bucket for every started {@link #WORK_NANOS} of work that no price covers.
     *
     * @param workNanos how long that took
     */
    public void spent(UUID credential, int callsPerSecond, int freePerSecond, long workNanos) {
        var bucket = buckets.get(credential);
        if (bucket != null) {
            long calls = (workNanos + WORK_NANOS - 1) / WORK_NANOS;
            bucket.nextNanos += calls * SECOND_NANOS / ((long) callsPerSecond * FACTOR + freePerSecond);
        }
    }
}
