package dev.tollgate.gateway.mcp;

import dev.tollgate.contract.outcome.Refusal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The rate of free messages (discovery, lists, ping) of each credential on this loop: {@value #PER_SECOND} a second
 * with a burst of a second. Apart from everything that tool calls meet, so listing never costs a call its place.
 */
final class DiscoveryBuckets {

    static final int PER_SECOND = 10;
    private static final int CREDENTIALS_MAX = 4_096;
    private static final long SECOND_NANOS = 1_000_000_000L;
    private static final long STEP_NANOS = SECOND_NANOS / PER_SECOND;
    private static final Refusal REFUSAL = new Refusal.RateLimited(
            "This credential lists and pings more than " + PER_SECOND + " times a second.", Duration.ofSeconds(1));

    /** When the bucket of each credential is empty again. */
    private final Map<UUID, Long> due = new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, Long> eldest) {
            return size() > CREDENTIALS_MAX;
        }
    };

    @Nullable Refusal refusal(UUID credential, long nowNanos) {
        var known = due.get(credential);
        long behind = known == null ? 0 : Math.max(known - nowNanos, 0);
        if (behind > SECOND_NANOS - STEP_NANOS) {
            return REFUSAL;
        }
        due.put(credential, nowNanos + behind + STEP_NANOS);
        return null;
    }
}
