package dev.tollgate.money.rating;

import java.time.Instant;
import java.util.Comparator;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Money paid ahead.
 *
 * @param amount what was paid
 * @param left what no charge has drawn
 * @param expiresAt the first instant it admits no more holds; null for no end
 * @param ended that instant has come by the clock of holds: only charges of holds from before it may still draw, until
 *     their last bucket has closed
 */
public record Grant(
        UUID id, long amount, long left, @Nullable Instant expiresAt, boolean ended, Instant createdAt) {

    /** The first to expire is drawn first; of those alike the oldest. */
    static final Comparator<Grant> DRAW_ORDER = Comparator.comparing(
                    Grant::expiresAt, Comparator.nullsLast(Comparator.naturalOrder()))
            .thenComparing(Grant::createdAt)
            .thenComparing(Grant::id);

    /** Whether a hold in this bucket may have counted on it. */
    boolean drawableIn(long bucket) {
        return left > 0 && (expiresAt == null || Period.startOfBucket(bucket).isBefore(expiresAt));
    }

    boolean overAt(Instant now) {
        return expiresAt != null && !now.isBefore(expiresAt);
    }

    /** Whether no hold that counted on it can be open any more. */
    boolean finalAt(long closed) {
        return expiresAt != null && closed >= Period.bucket(expiresAt.minusNanos(1));
    }

    Grant drawn(long micros) {
        return new Grant(id, amount, left - micros, expiresAt, ended, createdAt);
    }

    Grant ended(boolean over) {
        return new Grant(id, amount, left, expiresAt, over, createdAt);
    }
}
