package dev.tollgate.money.account;

import dev.tollgate.contract.caller.TenantId;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Paces repeated attempts per tenant. The pause after an attempt doubles from one attempt to the next up to a maximum,
 * each a quarter shorter or longer at random. From any thread.
 */
final class TenantPacer {

    /** The most tenants that are in a pause; others wait until some of them have ended theirs. */
    static final int TENANTS_MAX = 131_072;

    /** From one search for tenants whose pause is over to the next. */
    private static final long PRUNE_NANOS = Duration.ofMillis(100).toNanos();

    private record Turn(long dueNanos, long pauseNanos) {}

    private final long firstNanos;
    private final long mostNanos;
    private final DoubleSupplier random;
    private final ConcurrentHashMap<TenantId, Turn> turns = new ConcurrentHashMap<>();
    private volatile @Nullable Long prunedNanos;

    /** @param random from 0 up to 1 */
    TenantPacer(Duration first, Duration most, DoubleSupplier random) {
        this.firstNanos = first.toNanos();
        this.mostNanos = most.toNanos();
        this.random = random;
    }

    /** Whether the caller may make an attempt now. */
    boolean take(TenantId tenant, long nowNanos) {
        if (turns.size() >= TENANTS_MAX && !turns.containsKey(tenant) && !hasRoom(nowNanos)) {
            return false;
        }
        boolean[] taken = {false};
        turns.compute(tenant, (_, turn) -> {
            taken[0] = turn == null || nowNanos - turn.dueNanos >= 0;
            return taken[0] ? next(turn, nowNanos) : turn;
        });
        return taken[0];
    }

    /** The next attempt for this tenant is a first one. */
    void forget(TenantId tenant) {
        if (!turns.isEmpty()) {
            turns.remove(tenant);
        }
    }

    private boolean hasRoom(long nowNanos) {
        Long before = prunedNanos;
        if (before == null || nowNanos - before >= PRUNE_NANOS) {
            prunedNanos = nowNanos;
            turns.values().removeIf(turn -> nowNanos - turn.dueNanos >= 0);
        }
        return turns.size() < TENANTS_MAX;
    }

    private Turn next(@Nullable Turn before, long nowNanos) {
        long pause = before == null || nowNanos - before.dueNanos >= mostNanos
                ? firstNanos
                : Math.min(2 * before.pauseNanos, mostNanos);
        return new Turn(nowNanos + (long) (pause * (0.75 + random.getAsDouble() / 2)), pause);
    }
}
