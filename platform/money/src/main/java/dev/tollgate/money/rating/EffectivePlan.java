package dev.tollgate.money.rating;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The limits of an account from plan and override together. */
final class EffectivePlan {

    private EffectivePlan() {}

    /** Included usage of the current or next month, by plan and override at present. */
    static long included(Account account, Period period, Instant now) {
        AccountOverride override = overrideIn(account, period, now);
        Long micros = override == null ? null : override.includedMicros();
        return micros == null ? account.plan().includedMicros() : micros;
    }

    /** Cap of the current or next month, by plan and override at present. */
    static long cap(Account account, Period period, Instant now) {
        AccountOverride override = overrideIn(account, period, now);
        Long micros = override == null ? null : override.capMicros();
        return micros == null ? account.plan().capMicros() : micros;
    }

    static Enforcement enforcement(Account account, Instant now) {
        AccountOverride override = account.overrideAt(now);
        return override == null ? Enforcement.ENFORCE : override.enforcement();
    }

    /** The first instant after now at which an override or a grant ends. */
    static @Nullable Instant validUntil(Account account, Collection<Grant> grants, Instant now) {
        AccountOverride override = account.override();
        Stream<@Nullable Instant> ends = Stream.concat(
                grants.stream()
                        .filter(grant -> !grant.ended() && grant.left() > 0)
                        .map(Grant::expiresAt),
                Stream.ofNullable(override).map(AccountOverride::expiresAt));
        return ends.filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .filter(now::isBefore)
                .min(Comparator.naturalOrder())
                .orElse(null);
    }

    private static @Nullable AccountOverride overrideIn(Account account, Period period, Instant now) {
        return account.overrideAt(now.isBefore(period.start()) ? period.start() : now);
    }
}
