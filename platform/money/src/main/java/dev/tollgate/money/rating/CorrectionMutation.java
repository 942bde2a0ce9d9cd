package dev.tollgate.money.rating;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A correction as a part of one change of an account.
 *
 * @param today the month that money moves in now
 */
record CorrectionMutation(AccountMutation mutation, Period today, Instant now) {

    void apply(EntryCorrection correction) {
        long micros = Math.abs(correction.micros());
        boolean gives = correction.micros() > 0;
        Grant given = new Grant(correction.id(), micros, micros, correction.expiresAt(), false, now);
        switch (correction.entry()) {
            case CorrectedEntry.Charge charge -> {
                if (gives) {
                    giveBack(charge, given);
                } else {
                    chargeMore(charge, micros);
                }
            }
            case CorrectedEntry.TopUp topUp -> {
                if (gives) {
                    mutation.add(given, AccountEntry.takenBack(today, given, -micros));
                } else {
                    mutation.takeBack(topUp.grant(), micros, today);
                }
            }
        }
    }

    /**
     * Gives a charge back to where it was drawn from, and takes it off the spend of its month. Prepaid money becomes a
     * new grant. Where the month is final, its spend stays, and included usage of it becomes a grant too.
     */
    private void giveBack(CorrectedEntry.Charge charge, Grant given) {
        boolean open = open(charge);
        AccountEntry entry = open
                ? entry(charge, charge.period(), null)
                : entry(charge, today, charge.period()).as(AccountEntry.Kind.CORRECTION);
        switch (charge.source()) {
            case INCLUDED -> {
                if (open) {
                    giveIncludedBack(entry, given.amount());
                } else {
                    add(given, entry.as(AccountEntry.Source.PREPAID));
                }
            }
            case PREPAID -> add(given, entry);
            case OVERAGE, GRACE -> mutation.post(entry, given.amount());
        }
        if (open) {
            spend(charge.period(), 0, -given.amount());
        }
    }

    private void add(Grant given, AccountEntry entry) {
        mutation.add(given, entry.from(given.id()).of(given.amount()));
    }

    /** After a downgrade more may be drawn than is included: what is given back of that the lower plan keeps. */
    private void giveIncludedBack(AccountEntry entry, long micros) {
        long before = month(entry.period()).includedLeft();
        spend(entry.period(), -micros, 0);
        long more = month(entry.period()).includedLeft() - before;
        mutation.post(entry, micros);
        mutation.post(AccountEntry.included(entry.period(), 0), more - micros);
    }

    /** Charges more than was charged, as far as there is money, or all of it where an account is only watched. */
    private void chargeMore(CorrectedEntry.Charge charge, long micros) {
        boolean open = open(charge);
        Month month = month(open ? charge.period() : today);
        AccountEntry entry = entry(charge, month.period(), open ? null : charge.period());
        long fromIncluded = Math.min(micros, month.includedLeft());
        mutation.post(entry.as(AccountEntry.Source.INCLUDED), -fromIncluded);
        long fromPrepaid = mutation.drawGrants(
                grant -> grant.left() > 0 && !grant.ended() && !grant.overAt(now),
                micros - fromIncluded,
                entry.as(AccountEntry.Source.PREPAID));
        boolean watched = mutation.account().enforcement() == Enforcement.NOTIFY;
        long owed = watched ? micros - fromIncluded - fromPrepaid : 0;
        mutation.post(entry.as(AccountEntry.Source.OVERAGE), -owed);
        spend(month.period(), fromIncluded, fromIncluded + fromPrepaid + owed);
    }

    private void spend(Period period, long fromIncluded, long micros) {
        mutation.become(mutation.account().with(month(period).charged(fromIncluded, micros, false)));
    }

    private boolean open(CorrectedEntry.Charge charge) {
        return charge.period().compareTo(mutation.account().month().period()) >= 0;
    }

    private Month month(Period period) {
        Account account = mutation.account();
        return period.compareTo(account.month().period()) <= 0 ? account.month() : account.next();
    }

    private static AccountEntry entry(CorrectedEntry.Charge charge, Period counted, @Nullable Period adjusts) {
        return new AccountEntry(AccountEntry.Kind.CHARGE_CORRECTION, counted, charge.source(), null, 0, adjusts);
    }
}
