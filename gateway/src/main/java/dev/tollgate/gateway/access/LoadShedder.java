package dev.tollgate.gateway.access;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * Limits the calls in flight of one loop while they wait too long. The measure is that of CoDel: the least time that a
 * call took in an interval. A burst makes some calls wait; a queue that does not end makes all of them wait. The limit
 * is what ended in a second times the delay, so the calls that are admitted wait for about that long. Above the limit
 * there is room for calls of tenants with fewer in flight than their share, which calls of no other tenant take: a
 * tenant far above the limit shuts nobody out. Used by one thread.
 */
public final class LoadShedder {

    /**
     * When calls are refused.
     *
     * @param delayMax the least time that calls may take; zero to refuse none
     * @param inFlightMin calls in flight that are never refused, however long they take
     */
    public record Bounds(Duration delayMax, int inFlightMin) {}

    /** From one look at the delay to the next, at least. */
    static final Duration INTERVAL = Duration.ofMillis(100);

    /** The limit while calls do not wait: no limit. */
    static final int LIMIT_MAX = InFlightLimiter.TOTAL_MAX;

    /** The limit grows by this part of it while calls are refused that would not have to wait. */
    private static final int GROWTH_PART = 8;

    /** The room above the limit, for tenants below their share, is this part of it. */
    private static final int HEADROOM_PART = 4;

    /** Weight of the last interval in what ends per second. */
    private static final double WEIGHT = 0.3;

    private static final double SECOND_NANOS = 1e9;

    private static final class Count {
        int calls;

        /** Those of them that took room above the limit. */
        int aboveLimit;
    }

    private final Bounds bounds;
    private final Map<UUID, Count> tenants = new HashMap<>();
    private int inFlight;
    private int aboveLimit;
    private int limit = LIMIT_MAX;
    private long shed;
    private double endedPerSecond;
    private long intervalNanos;
    private long lastDoneNanos;
    private long leastNanos = Long.MAX_VALUE;
    private int ended;
    private boolean refused;

    /** Nothing is in flight. */
    public LoadShedder(Bounds bounds, long nowNanos) {
        this.bounds = bounds;
        this.intervalNanos = nowNanos;
        this.lastDoneNanos = nowNanos;
    }

    /** Whether one more call of the tenant may begin now. A call that may not is counted. */
    public boolean admits(UUID tenant) {
        if (inFlight < limit || hasRoomAbove(tenant)) {
            return true;
        }
        refused = true;
        shed++;
        return false;
    }

    private boolean hasRoomAbove(UUID tenant) {
        return aboveLimit < limit / HEADROOM_PART && belowShare(tenant);
    }

    /** Whether it has less than what each tenant would have if all had the same. */
    private boolean belowShare(UUID tenant) {
        var own = tenants.get(tenant);
        return own == null || own.calls < limit / tenants.size();
    }

    /** A call begins to wait for servers. */
    public void began(UUID tenant, long nowNanos) {
        if (inFlight == 0) {
            lastDoneNanos = nowNanos;
        }
        boolean above = inFlight >= limit && hasRoomAbove(tenant);
        var count = tenants.computeIfAbsent(tenant, _ -> new Count());
        if (above) {
            aboveLimit++;
            count.aboveLimit++;
        }
        inFlight++;
        count.calls++;
    }

    /**
     * A call that began has ended.
     *
     * @param done whether it has waited for everything that a call waits for, so that its time tells the delay
     */
    public void ended(UUID tenant, long tookNanos, boolean done, long nowNanos) {
        inFlight--;
        ended++;
        var count = tenants.get(tenant);
        if (count != null) {
            leave(tenant, count);
        }
        if (done) {
            leastNanos = Math.min(leastNanos, tookNanos);
            lastDoneNanos = nowNanos;
        }
    }

    /** Room above the limit is given back first. */
    private void leave(UUID tenant, Count count) {
        if (count.aboveLimit > 0) {
            count.aboveLimit--;
            aboveLimit--;
        }
        if (--count.calls == 0) {
            tenants.remove(tenant);
        }
    }

    /** Looks at the delay of the interval that ends; to be called several times per {@link #INTERVAL}. */
    public void tick(long nowNanos) {
        long lasted = nowNanos - intervalNanos;
        if (lasted < INTERVAL.toNanos()) {
            return;
        }
        endedPerSecond += WEIGHT * (ended * SECOND_NANOS / lasted - endedPerSecond);
        if (delayed(nowNanos)) {
            double withinDelay = endedPerSecond * bounds.delayMax().toNanos() / SECOND_NANOS;
            limit = Math.clamp((long) withinDelay, bounds.inFlightMin(), LIMIT_MAX);
        } else {
            limit = refused ? Math.min(limit + limit / GROWTH_PART, LIMIT_MAX) : LIMIT_MAX;
        }
        intervalNanos = nowNanos;
        leastNanos = Long.MAX_VALUE;
        ended = 0;
        refused = false;
    }

    private boolean delayed(long nowNanos) {
        if (bounds.delayMax().isZero() || inFlight < bounds.inFlightMin()) {
            return false;
        }
        long delayNanos = leastNanos == Long.MAX_VALUE ? nowNanos - lastDoneNanos : leastNanos;
        return delayNanos > bounds.delayMax().toNanos();
    }

    /** Calls that may be in flight now; {@link #LIMIT_MAX} while calls do not wait. */
    public int limit() {
        return limit;
    }

    /** Calls that were refused. */
    public long shed() {
        return shed;
    }
}
