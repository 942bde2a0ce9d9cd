package dev.tollgate.money.rating;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
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

    /** The first instant at which an override, or a grant that has not ended, ends; a grant's may have passed. */
    static @Nullable Instant validUntil(Account account, Collection<Grant> grants, Instant now) {
        AccountOverride override = account.override();
        Stream<Instant> ofGrants = grants.stream()
                .filter(grant -> !grant.ended() && grant.left() > 0)
                .flatMap(grant -> Stream.ofNullable(grant.expiresAt()));
        Stream<Instant> ofOverride = Stream.ofNullable(override == null ? null : override.expiresAt())
                .filter(now::isBefore);
        return Stream.concat(ofGrants, ofOverride)
                .min(Comparator.naturalOrder())
                .orElse(null);
    }

    private static @Nullable AccountOverride overrideIn(Account account, Period period, Instant now) {
        return account.overrideAt(now.isBefore(period.start()) ? period.start() : now);
    }
}
