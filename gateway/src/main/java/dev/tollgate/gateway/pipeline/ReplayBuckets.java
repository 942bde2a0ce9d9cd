package dev.tollgate.gateway.pipeline;

import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.runtime.memory.LruMap;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Rate limit of replays on this loop, which no hold counts: those of a credential have its rate, those of a tenant the
 * tenant's, with a burst of a second. A replay counts once, and once more for every started {@link #ANSWER_BYTES} of
 * its answer beyond the first.
 */
final class ReplayBuckets {

    static final int ANSWER_BYTES = 16 << 10;

    private static final int OWNERS_MAX = 16_384;
    private static final long SECOND_NANOS = 1_000_000_000L;
    private static final Refusal REFUSAL = new Refusal.RateLimited(
            "Idempotency keys are repeated more often than the rate limit allows.", Duration.ofSeconds(1));

    /** Whose replays are counted, and how many of them there may be in a second. */
    record Owner(UUID id, int perSecond) {}

    /** When the bucket of each owner is empty again. */
    private final Map<UUID, Long> due = new LruMap<>(OWNERS_MAX);

    /** The refusal of another replay; null if there is room. */
    @Nullable Refusal refusal(Owner owner, long nowNanos) {
        var known = due.get(owner.id());
        return known != null && known - nowNanos > SECOND_NANOS ? REFUSAL : null;
    }

    /** Counts a replay. */
    void replayed(Owner owner, int answerBytes, long nowNanos) {
        long turns = Math.max(1, (answerBytes + ANSWER_BYTES - 1L) / ANSWER_BYTES);
        var known = due.get(owner.id());
        long behind = known == null ? 0 : Math.max(known - nowNanos, 0);
        due.put(owner.id(), nowNanos + behind + turns * SECOND_NANOS / owner.perSecond());
    }
}
