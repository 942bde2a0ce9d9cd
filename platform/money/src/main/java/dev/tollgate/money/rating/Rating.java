package dev.tollgate.money.rating;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.money.price.Plan;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Every way an account changes, as pure functions: the account and its grants as they are, and what happened, give the
 * account as it will be and the entries that say why. Entries of a source always sum to what is left of it.
 *
 * <p>Draw order: included usage of the hold's month, then grants by expiry, then overage (an account that is only
 * watched) or grace.
 */
public final class Rating {

    /** The largest single amount in micros: a billion dollars. Sums of a few stay exact in Redis. */
    public static final long AMOUNT_MICROS_MAX = 1_000_000_000_000_000L;

    private Rating() {}

    /** A new account, with one incarnation prepared, in the month of {@code now}. */
    public static AccountUpdate open(TenantId tenant, Plan plan, Instant now) {
        Period period = Period.of(now);
        Account empty = new Account(
                tenant,
                plan,
                null,
                Revision.FIRST,
                Period.bucket(now) - 1,
                Month.untouched(period, 0, 0),
                Month.untouched(period.next(), 0, 0),
                0,
                0,
                Enforcement.ENFORCE,
                null);
        AccountMutation mutation = new AccountMutation(empty, List.of());
        mutation.settle(now);
        AccountUpdate update = mutation.done(true);
        return AccountUpdate.of(update.account().with(Revision.FIRST), update.grants(), update.entries());
    }

    /** Charges usage in the order given. */
    public static AccountUpdate charge(Account account, List<Grant> grants, List<MeteredCharge> usage) {
        AccountMutation mutation = new AccountMutation(account, grants);
        usage.forEach(mutation::charge);
        return mutation.done(false);
    }

    /**
     * Closes buckets: everything held in them that was not charged is the customer's again.
     *
     * @param dropped the open charges of this account in buckets up to {@code bucket}
     */
    public static AccountUpdate close(
            Account account, List<Grant> grants, long bucket, List<OpenBucket> dropped, Instant now) {
        AccountMutation mutation = new AccountMutation(account, grants);
        mutation.close(bucket, dropped, now);
        mutation.settle(now);
        return mutation.done(true);
    }

    /**
     * The part that a process without access to the ledger can close: buckets of the row's month but its last, so that
     * no month ends and no grant expires. Grants end at the instant that is given.
     *
     * @param now by the clock of holds
     */
    public static AccountUpdate closeWithin(
            Account account, List<Grant> grants, long bucket, List<OpenBucket> dropped, Instant now) {
        AccountMutation mutation = new AccountMutation(account, grants);
        mutation.drop(bucketWithin(account, bucket), dropped);
        mutation.endGrants(now);
        mutation.settle(now);
        return mutation.done(true);
    }

    /** The bucket up to which {@link #closeWithin} closes. */
    public static long bucketWithin(Account account, long bucket) {
        return Math.min(bucket, account.month().period().lastBucket() - 1);
    }

    /** Starts a new incarnation of the copy, or changes nothing where the row is already as far. */
    public static AccountUpdate raise(Account account, long n) {
        if (n <= account.revision().inc()) {
            return AccountUpdate.of(account, List.of(), List.of());
        }
        Account raised = account.with(
                        account.month().withNothingOpen(), account.next().withNothingOpen())
                .withPrepaid(account.prepaidLeft(), 0)
                .with(account.revision().incarnation(n));
        return AccountUpdate.of(raised, List.of(), List.of());
    }

    /** Adds money paid ahead. */
    public static AccountUpdate topUp(Account account, List<Grant> grants, Grant grant, Instant now) {
        AccountMutation mutation = new AccountMutation(account, grants);
        mutation.add(grant, AccountEntry.topUp(monthOf(account, now), grant));
        mutation.settle(now);
        return mutation.done(true);
    }

    /** Takes money paid ahead back, as far as no charge has drawn it. */
    public static AccountUpdate takeBack(Account account, List<Grant> grants, UUID grant, long micros, Instant now) {
        AccountMutation mutation = new AccountMutation(account, grants);
        mutation.takeBack(grant, micros, monthOf(account, now));
        mutation.settle(now);
        return mutation.done(true);
    }

    /**
     * Corrects an entry of the ledger. Money is taken as far as it is left, never more: calls that are held against it
     * go on, and what they cost without cover is grace.
     */
    public static AccountUpdate correct(Account account, List<Grant> grants, EntryCorrection correction, Instant now) {
        AccountMutation mutation = new AccountMutation(account, grants);
        mutation.settle(now);
        new CorrectionMutation(mutation, monthOf(account, now), now).apply(correction);
        mutation.settle(now);
        return mutation.done(true);
    }

    /** The month that money moves in now: the row's, where that has not turned yet. */
    private static Period monthOf(Account account, Instant now) {
        Period today = Period.of(now);
        Period row = account.month().period();
        return today.compareTo(row) < 0 ? row : today;
    }

    /** Puts the account on another plan: included becomes the new plan's less what was drawn, never below 0. */
    public static AccountUpdate plan(Account account, List<Grant> grants, Plan plan, Instant now) {
        return terms(account, grants, plan, account.override(), now);
    }

    /** Sets an operator's override, or with null ends it. */
    public static AccountUpdate override(
            Account account, List<Grant> grants, @Nullable AccountOverride override, Instant now) {
        return terms(account, grants, account.plan(), override, now);
    }

    private static AccountUpdate terms(
            Account account, List<Grant> grants, Plan plan, @Nullable AccountOverride override, Instant now) {
        AccountMutation mutation = new AccountMutation(account, grants);
        mutation.become(account.withTerms(plan, override));
        mutation.settle(now);
        return mutation.done(true);
    }
}
