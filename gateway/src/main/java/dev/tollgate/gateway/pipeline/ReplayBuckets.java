package dev.tollgate.gateway.pipeline;

import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.runtime.memory.LruMap;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Rate limit of replays on this loop, which no hold counts: those of a credential have its rate, those of a tenant the
 * tenant's, with a burst of a second. A replay counts once, and once more for every started {@link #ANSWER_BYTES} of
 * its answer beyond the first. Whether a key is known takes a query, so a first call with a key waits too, and a key
 * that is known for another input counts as a replay; so does the refusal of a call whose size takes a query.
 */
final class ReplayBuckets {

    static final int ANSWER_BYTES = 16 << 10;

    private static final int OWNERS_MAX = 16_384;
    private static final long SECOND_NANOS = 1_000_000_000L;

    /** The most that replays are ahead of their rate: those side by side are admitted before the first is counted. */
    private static final long DEBT_MAX_NANOS = 10 * SECOND_NANOS;

    /** Whose replays are counted, and how many of them there may be in a second. */
    record Owner(UUID id, int perSecond) {}

    /** When the bucket of each owner is empty again. */
    private final Map<UUID, Long> due = new LruMap<>(OWNERS_MAX);

    /** The refusal of another replay of these owners, until all of them have room; null if they have. */
    @Nullable Refusal refusal(List<Owner> owners, long nowNanos) {
        long waitNanos = 0;
        for (var owner : owners) {
            waitNanos = Math.max(waitNanos, debtNanos(owner, nowNanos) - SECOND_NANOS);
        }
        return waitNanos == 0
                ? null
                : new Refusal.RateLimited(
                        "Idempotency keys were repeated, or files requested that cannot be downloaded, more often than"
                                + " the rate limit allows. Wait before the next such call, also with a new key.",
                        Duration.ofNanos(waitNanos));
    }

    /** Counts a replay. */
    void replayed(Owner owner, int answerBytes, long nowNanos) {
        long turns = Math.max(1, (answerBytes + ANSWER_BYTES - 1L) / ANSWER_BYTES);
        long debt = debtNanos(owner, nowNanos) + turns * SECOND_NANOS / owner.perSecond();
        due.put(owner.id(), nowNanos + Math.min(debt, DEBT_MAX_NANOS));
    }

    private long debtNanos(Owner owner, long nowNanos) {
        var known = due.get(owner.id());
        return known == null ? 0 : Math.max(known - nowNanos, 0);
    }
}
