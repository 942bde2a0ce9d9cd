package dev.tollgate.money.rating;

/**
 * One month of an account.
 *
 * @param included usage included in it, by plan or override
 * @param drawn of the included usage; may exceed it after a downgrade
 * @param cap the most that may be charged in it
 * @param spent everything charged in it, from any source
 * @param openIncluded what {@code drawn} holds of buckets not yet closed
 * @param openCharged what {@code spent} holds of buckets not yet closed
 */
public record Month(
        Period period, long included, long drawn, long cap, long spent, long openIncluded, long openCharged) {

    static Month untouched(Period period, long included, long cap) {
        return new Month(period, included, 0, cap, 0, 0, 0);
    }

    /** The included usage that is left, never below 0. */
    public long includedLeft() {
        return Math.max(0, included - drawn);
    }

    /** The amount that may still be charged; below 0 if a cap was lowered or is only monitored. */
    public long capLeft() {
        return cap - spent;
    }

    Month on(long newIncluded, long newCap) {
        return new Month(period, newIncluded, drawn, newCap, spent, openIncluded, openCharged);
    }

    Month charged(long fromIncluded, long micros, boolean open) {
        return new Month(
                period,
                included,
                drawn + fromIncluded,
                cap,
                spent + micros,
                openIncluded + (open ? fromIncluded : 0),
                openCharged + (open ? micros : 0));
    }

    Month closed(long fromIncluded, long micros) {
        return new Month(period, included, drawn, cap, spent, openIncluded - fromIncluded, openCharged - micros);
    }

    Month withNothingOpen() {
        return closed(openIncluded, openCharged);
    }
}
