package dev.tollgate.money.rating;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.money.price.Plan;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An account as its row has it.
 *
 * @param override what an operator set, also while it no longer holds
 * @param closed the last bucket of holds whose time is over
 * @param month the month of the row: it turns only when its last bucket closes
 * @param next the month after it, in which holds may already lie
 * @param prepaidLeft what is left of all grants that have not ended
 * @param openPrepaid what charges of buckets not yet closed drew from grants
 * @param enforcement what holds now
 * @param validUntil the first instant the row changes by itself; null when it does not
 */
public record Account(
        TenantId tenant,
        Plan plan,
        @Nullable AccountOverride override,
        Revision revision,
        long closed,
        Month month,
        Month next,
        long prepaidLeft,
        long openPrepaid,
        Enforcement enforcement,
        @Nullable Instant validUntil) {

    /** The amount that may still be charged: the lesser of money and cap. */
    public long balanceMicros() {
        return Math.min(month.includedLeft() + prepaidLeft, month.capLeft());
    }

    /** The override, if it holds at this instant. */
    public @Nullable AccountOverride overrideAt(Instant now) {
        return override != null && override.holdsAt(now) ? override : null;
    }

    /** The month a hold of this bucket is charged in: a late one in the row's own. */
    Month monthOf(long bucket) {
        return Period.ofBucket(bucket).compareTo(month.period()) <= 0 ? month : next;
    }

    Account with(Month changed) {
        boolean current = changed.period().equals(month.period());
        return with(current ? changed : month, current ? next : changed);
    }

    Account with(Month first, Month second) {
        return new Account(
                tenant,
                plan,
                override,
                revision,
                closed,
                first,
                second,
                prepaidLeft,
                openPrepaid,
                enforcement,
                validUntil);
    }

    Account with(Revision newer) {
        return new Account(
                tenant, plan, override, newer, closed, month, next, prepaidLeft, openPrepaid, enforcement, validUntil);
    }

    Account withClosed(long bucket) {
        return new Account(
                tenant,
                plan,
                override,
                revision,
                bucket,
                month,
                next,
                prepaidLeft,
                openPrepaid,
                enforcement,
                validUntil);
    }

    Account withPrepaid(long left, long open) {
        return new Account(tenant, plan, override, revision, closed, month, next, left, open, enforcement, validUntil);
    }

    Account withTerms(Plan newPlan, @Nullable AccountOverride newOverride) {
        return new Account(
                tenant,
                newPlan,
                newOverride,
                revision,
                closed,
                month,
                next,
                prepaidLeft,
                openPrepaid,
                enforcement,
                validUntil);
    }

    Account withStanding(Enforcement now, @Nullable Instant until) {
        return new Account(tenant, plan, override, revision, closed, month, next, prepaidLeft, openPrepaid, now, until);
    }
}
