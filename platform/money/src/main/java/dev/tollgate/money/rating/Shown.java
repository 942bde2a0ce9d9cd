package dev.tollgate.money.rating;

import java.time.Duration;
import java.time.Instant;

/**
 * What people see of an account: the month they are in, which the row may not have turned to yet.
 *
 * @param projectedMicros what the month will have spent at its end if it goes on as it went
 */
public record Shown(
        Period period,
        long includedMicros,
        long includedUsedMicros,
        long includedLeftMicros,
        long prepaidMicros,
        long spendMicros,
        long capMicros,
        long balanceMicros,
        long projectedMicros,
        Enforcement enforcement) {

    private static final double FIRST_HOUR_SECONDS = 3_600;

    public static Shown of(Account account, Instant now) {
        boolean turned = !now.isBefore(account.month().period().end());
        Month month = turned ? account.next() : account.month();
        return new Shown(
                month.period(),
                month.included(),
                Math.min(month.drawn(), month.included()),
                month.includedLeft(),
                account.prepaidLeft(),
                month.spent(),
                month.cap(),
                Math.min(month.includedLeft() + account.prepaidLeft(), month.capLeft()),
                projected(month, now),
                account.enforcement());
    }

    /** Spend grown in proportion to time, over no less than a first hour. */
    static long projected(Month month, Instant now) {
        Instant start = month.period().start();
        double whole = Duration.between(start, month.period().end()).toSeconds();
        double gone = Math.clamp((double) Duration.between(start, now).toSeconds(), FIRST_HOUR_SECONDS, whole);
        return Math.round(month.spent() * (whole / gone));
    }
}
