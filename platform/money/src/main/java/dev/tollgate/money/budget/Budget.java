package dev.tollgate.money.budget;

import dev.tollgate.contract.event.Charge;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The row of a budget, with every way it changes as a pure function.
 *
 * @param spender the credential that usage names; null where there is none
 * @param limit null for a budget that was removed: nothing counts against it
 * @param seq rises by one with every change
 * @param publishSeq the seq of the last change that Redis must see
 * @param inc incarnation of the account's copy
 * @param closed the last bucket of holds whose time is over
 * @param starts first bucket of the period that {@code spent} is of
 * @param spent everything charged in this period
 * @param open what {@code spent} holds of buckets not yet closed
 */
public record Budget(
        BudgetKey key,
        @Nullable String spender,
        @Nullable BudgetLimit limit,
        BudgetPeriod per,
        long seq,
        long publishSeq,
        long inc,
        long closed,
        long starts,
        long spent,
        long open) {

    /** Charges of one bucket that has not closed. */
    public record OpenCharges(long bucket, long micros) {

        OpenCharges plus(OpenCharges more) {
            return new OpenCharges(bucket, micros + more.micros);
        }
    }

    /** The first bucket after the period. */
    public long ends() {
        return per.endOf(starts);
    }

    /** Whether a charge lies in an open bucket of the copy that its hold counted in. */
    public boolean opens(Charge.Hold hold, long accountClosed) {
        return key.id().equals(hold.budget()) && hold.inc() == inc && hold.bucket() > Math.max(closed, accountClosed);
    }

    /** With one more charge. A period begins with its first charge; a charge of one that is over changes nothing. */
    public Budget charged(long micros, long bucket, boolean isOpen) {
        if (per.startOf(bucket) < starts) {
            return this;
        }
        var in = per.startOf(bucket) > starts ? in(bucket) : this;
        return in.with(in.spent + micros, in.open + (isOpen ? micros : 0));
    }

    /** With buckets closed: what is held in them without a charge is the credential's again. */
    public Budget closedTo(long bucket, List<OpenCharges> dropped) {
        long last = Math.max(closed, bucket);
        long gone = dropped.stream()
                .filter(charges -> charges.bucket() >= starts)
                .mapToLong(OpenCharges::micros)
                .sum();
        var after = new Budget(key, spender, limit, per, seq, publishSeq, inc, last, starts, spent, open - gone);
        return per.startOf(last + 1) > starts ? after.in(last + 1) : after;
    }

    /** In a later incarnation of the account's copy, in which nothing is held yet. */
    public Budget raised(long newInc) {
        return newInc <= inc
                ? this
                : new Budget(key, spender, limit, per, seq, publishSeq, newInc, closed, starts, spent, 0);
    }

    /**
     * With another limit, or none.
     *
     * @param owner who spends it now
     * @param newSpent what the ledger has for the period that a bucket lies in; null where the limit is for the same
     *     period as before
     */
    public Budget limited(
            @Nullable BudgetLimit newLimit,
            @Nullable String owner,
            @Nullable Long newSpent,
            long bucket,
            long newOpen) {
        var newPer = newLimit == null ? per : newLimit.per();
        return new Budget(
                key,
                owner,
                newLimit,
                newPer,
                seq,
                publishSeq,
                inc,
                closed,
                newSpent == null ? starts : newPer.startOf(bucket),
                newSpent == null ? spent : newSpent,
                newSpent == null ? open : newOpen);
    }

    /** In the period that a bucket lies in, of which nothing is spent. */
    private Budget in(long bucket) {
        return new Budget(key, spender, limit, per, seq, publishSeq, inc, closed, per.startOf(bucket), 0, 0);
    }

    private Budget with(long newSpent, long newOpen) {
        return new Budget(key, spender, limit, per, seq, publishSeq, inc, closed, starts, newSpent, newOpen);
    }

    /** The same under its next seq, if it differs from what it was. */
    public Budget after(Budget before, boolean publishes) {
        return equals(before)
                ? before
                : new Budget(
                        key,
                        spender,
                        limit,
                        per,
                        before.seq + 1,
                        publishes ? before.seq + 1 : publishSeq,
                        inc,
                        closed,
                        starts,
                        spent,
                        open);
    }

    /** The figures for its copy. */
    public BudgetFigures figures() {
        long whole = limit == null ? BudgetFigures.UNLIMITED : limit.micros();
        long end = ends();
        return new BudgetFigures(
                seq,
                inc,
                closed,
                starts,
                end,
                end >= BudgetPeriod.NEVER ? BudgetPeriod.NEVER : per.endOf(end),
                limit == null ? whole : whole - spent + open,
                whole);
    }
}
