package dev.tollgate.money.rating;

import java.time.Instant;

/**
 * An account as people see it, in the current month; the row may still be in an earlier one.
 *
 * @param projection of the spend to the end of the month
 */
public record AccountView(
        Period period,
        long includedMicros,
        long includedUsedMicros,
        long includedLeftMicros,
        long prepaidMicros,
        long spendMicros,
        long capMicros,
        long balanceMicros,
        Projection projection,
        Enforcement enforcement) {

    /**
     * The account at present.
     *
     * @param opened when the account was made
     */
    public static AccountView of(Account account, Instant opened, Instant now) {
        boolean turned = !now.isBefore(account.month().period().end());
        Month month = turned ? account.next() : account.month();
        return new AccountView(
                month.period(),
                month.included(),
                Math.min(month.drawn(), month.included()),
                month.includedLeft(),
                account.prepaidLeft(),
                month.spent(),
                month.cap(),
                Math.min(month.includedLeft() + account.prepaidLeft(), month.capLeft()),
                Projection.of(month, opened, now),
                account.enforcement());
    }
}
