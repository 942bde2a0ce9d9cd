package dev.tollgate.money.rating;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One change of an account's money, to be posted to the ledger in the transaction that changes the row.
 *
 * @param period the month it counts in
 * @param grant the grant it changes; null for every source but {@link Source#PREPAID}
 * @param micros change for the customer, positive or negative
 * @param adjusts the month it should have counted in, where that had already ended; else null
 */
public record AccountEntry(
        Kind kind,
        Period period,
        Source source,
        @Nullable UUID grant,
        long micros,
        @Nullable Period adjusts) {

    /** Reason of an entry. */
    public enum Kind {
        /** A month's included usage, or the change of it by plan or override. */
        INCLUDED,
        /** Money paid ahead. */
        TOP_UP,
        /** Usage. */
        CHARGE,
        /** The unused rest of a month or a grant. */
        EXPIRY,
        /** Money paid ahead that was taken back or given by a correction; not of a charge of an open month. */
        CORRECTION,
        /** A charge that was given back, or charged later: changes the spend of its month. */
        CHARGE_CORRECTION;

        public boolean corrects() {
            return this == CORRECTION || this == CHARGE_CORRECTION;
        }
    }

    /** Source of the money. */
    public enum Source {
        INCLUDED,
        PREPAID,
        /** Owed by a customer whose account is only watched. */
        OVERAGE,
        /** Carried by us: data was lost, or money was taken back under open holds. */
        GRACE
    }

    AccountEntry of(long newMicros) {
        return new AccountEntry(kind, period, source, grant, newMicros, adjusts);
    }

    AccountEntry as(Kind newKind) {
        return new AccountEntry(newKind, period, source, grant, micros, adjusts);
    }

    AccountEntry as(Source newSource) {
        return new AccountEntry(kind, period, newSource, grant, micros, adjusts);
    }

    /** The same from one grant. */
    AccountEntry from(UUID newGrant) {
        return new AccountEntry(kind, period, source, newGrant, micros, adjusts);
    }

    static AccountEntry included(Period period, long micros) {
        return new AccountEntry(Kind.INCLUDED, period, Source.INCLUDED, null, micros, null);
    }

    static AccountEntry lapse(Month month) {
        return new AccountEntry(Kind.EXPIRY, month.period(), Source.INCLUDED, null, -month.includedLeft(), null);
    }

    static AccountEntry topUp(Period period, Grant grant) {
        return new AccountEntry(Kind.TOP_UP, period, Source.PREPAID, grant.id(), grant.amount(), null);
    }

    static AccountEntry takenBack(Period period, Grant grant, long micros) {
        return new AccountEntry(Kind.CORRECTION, period, Source.PREPAID, grant.id(), -micros, null);
    }

    static AccountEntry expiry(Period period, Grant grant) {
        return new AccountEntry(Kind.EXPIRY, period, Source.PREPAID, grant.id(), -grant.left(), null);
    }
}
