package dev.tollgate.gateway.mcp;

import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.gateway.access.FloodBuckets;
import dev.tollgate.runtime.memory.LruMap;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Rate limit of free messages (discovery, lists, ping) per credential on this loop: the credential's own limit, at
 * least {@value FloodBuckets#FREE_PER_SECOND_MIN} a second, with a burst of a second. The flood bucket that they share
 * with tool calls has room for as many on top, so listing at this rate never displaces calls.
 */
final class DiscoveryBuckets {

    private static final int CREDENTIALS_MAX = 4_096;
    private static final long SECOND_NANOS = 1_000_000_000L;

    /** When the bucket of each credential is empty again. */
    private final Map<UUID, Long> due = new LruMap<>(CREDENTIALS_MAX);

    /** Counts one message of a credential with this rate limit; returns the refusal if exceeded. */
    @Nullable Refusal refusal(UUID credential, int callsPerSecond, long nowNanos) {
        int perSecond = FloodBuckets.freePerSecond(callsPerSecond);
        long stepNanos = SECOND_NANOS / perSecond;
        var known = due.get(credential);
        long behind = known == null ? 0 : Math.max(known - nowNanos, 0);
        if (behind > SECOND_NANOS - stepNanos) {
            return new Refusal.RateLimited(
                    "This credential lists and pings more than " + perSecond + " times a second.",
                    Duration.ofSeconds(1));
        }
        due.put(credential, nowNanos + behind + stepNanos);
        return null;
    }
}
