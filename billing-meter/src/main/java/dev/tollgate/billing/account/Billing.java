package dev.tollgate.billing.account;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.money.account.LockedAccount;
import dev.tollgate.money.rating.AccountView;
import dev.tollgate.money.rating.Enforcement;
import dev.tollgate.money.rating.Grant;
import dev.tollgate.runtime.ids.IdSource;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Balance and spend of an account, as charged; open holds are not included.
 *
 * @param month the calendar month in UTC, such as {@code 2026-11}
 * @param includedMicros included usage of the month
 * @param includedUsedMicros what has been drawn of it
 * @param prepaidMicros what is left of all top-ups
 * @param spendMicros everything charged this month, from any source
 * @param balanceMicros what can still be spent: what is left, within the cap
 * @param paused whether billable calls are refused whatever is left
 * @param pauseReason why
 * @param exhausted whether what is left is less than the smallest price
 * @param projectedSpendMicros the month's spend if it goes on as it has so far, in proportion to time and whatever the
 *     cap; absent until a day of it has been seen
 * @param projectedFrom since when spend was looked at for it: the beginning of the month or of the tenant
 * @param resetsAt when the next month starts
 */
public record Billing(
        TenantId tenantId,
        String plan,
        String month,
        long includedMicros,
        long includedUsedMicros,
        long includedLeftMicros,
        long prepaidMicros,
        long spendMicros,
        long capMicros,
        long capLeftMicros,
        long balanceMicros,
        Enforcement enforcement,
        boolean paused,
        @Nullable String pauseReason,
        boolean exhausted,
        @Nullable Long projectedSpendMicros,
        Instant projectedFrom,
        @Nullable OverrideShown override,
        List<GrantLeft> prepaidGrants,
        Instant resetsAt) {

    /** The remaining balance of one top-up. */
    public record GrantLeft(
            TopUpId id, long leftMicros, @Nullable Instant expiresAt) {

        static GrantLeft of(Grant grant) {
            return new GrantLeft(new TopUpId(grant.id()), grant.left(), grant.expiresAt());
        }
    }

    /** @param smallestMicros the smallest price above 0 */
    static Billing of(LockedAccount locked, Instant now, long smallestMicros) {
        var account = locked.account();
        // A tenant's id tells when it was made.
        var shown = AccountView.of(account, IdSource.time(account.tenant().value()), now);
        var override = account.overrideAt(now);
        boolean paused = shown.enforcement() == Enforcement.PAUSED;
        return new Billing(
                account.tenant(),
                account.plan().name(),
                shown.period().toString(),
                shown.includedMicros(),
                shown.includedUsedMicros(),
                shown.includedLeftMicros(),
                shown.prepaidMicros(),
                shown.spendMicros(),
                shown.capMicros(),
                shown.capMicros() - shown.spendMicros(),
                shown.balanceMicros(),
                shown.enforcement(),
                paused,
                paused && override != null ? override.reason() : null,
                shown.balanceMicros() < smallestMicros,
                shown.projection().micros(),
                shown.projection().since(),
                OverrideShown.of(override),
                grants(locked.grants()),
                shown.period().end());
    }

    private static List<GrantLeft> grants(List<Grant> grants) {
        return grants.stream()
                .filter(grant -> grant.left() > 0 && !grant.ended())
                .map(GrantLeft::of)
                .toList();
    }
}
