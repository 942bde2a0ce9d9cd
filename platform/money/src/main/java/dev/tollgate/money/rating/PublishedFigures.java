package dev.tollgate.money.rating;

import java.time.Instant;

/**
 * The figures published to Redis: the balances as if no open hold had been charged yet. Absolute, never a difference.
 *
 * @param turn the first bucket of the next month
 * @param end the first bucket after it
 * @param validUntilMillis 0 for no end
 */
public record PublishedFigures(
        long seq,
        long inc,
        long closed,
        long turn,
        long end,
        long included,
        long prepaid,
        long capLeft,
        long nextIncluded,
        long nextCap,
        Enforcement enforcement,
        long validUntilMillis) {

    /** Whether a copy with these figures has seen changes that the row with the others has not, or has lost. */
    public boolean aheadOf(PublishedFigures row) {
        return inc > row.inc || (inc == row.inc && (seq > row.seq || closed > row.closed));
    }

    public static PublishedFigures of(Account account) {
        Month month = account.month();
        Month next = account.next();
        Instant until = account.validUntil();
        return new PublishedFigures(
                account.revision().seq(),
                account.revision().inc(),
                account.closed(),
                next.period().firstBucket(),
                next.period().lastBucket() + 1,
                month.includedLeft() + month.openIncluded(),
                account.prepaidLeft() + account.openPrepaid(),
                month.capLeft() + month.openCharged(),
                next.includedLeft() + next.openIncluded(),
                next.capLeft() + next.openCharged(),
                account.enforcement(),
                until == null ? 0 : until.toEpochMilli());
    }
}
