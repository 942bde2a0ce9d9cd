package dev.tollgate.gateway.identity;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a token whose signature is good says.
 *
 * @param issuedAt {@link Instant#EPOCH} where it does not say
 * @param organization whom somebody signed in for; null where it does not say
 * @param role what they are there, in the issuer's words; null where it does not say
 */
record Claims(
        String subject,
        Instant issuedAt,
        Instant expiresAt,
        @Nullable String organization,
        @Nullable String role) {

    /** How far the issuer's clock may be from ours. */
    static final Duration LEEWAY = Duration.ofSeconds(5);

    /** What a subject looks like (OpenID Connect Core 1.0, section 2). */
    public static final String SUBJECT = "[!-~]{1,255}";

    private static final Pattern SUBJECT_FORM = Pattern.compile(SUBJECT);
    private static final long LATEST_SECOND = 253_402_300_799L;

    /** Why a token is not for us, or not for now; null when it is. */
    static @Nullable Flaw flaw(JsonNode payload, String issuer, String audience, Instant now) {
        if (!issuer.equals(payload.path("iss").asText())) {
            return Flaw.ISSUER;
        }
        if (!names(payload.path("aud"), audience)) {
            return Flaw.AUDIENCE;
        }
        var expiresAt = time(payload.path("exp"));
        if (expiresAt == null
                || !SUBJECT_FORM.matcher(payload.path("sub").asText()).matches()) {
            return Flaw.MALFORMED;
        }
        if (!now.isBefore(expiresAt.plus(LEEWAY))) {
            return Flaw.EXPIRED;
        }
        return early(payload.path("nbf"), now) || early(payload.path("iat"), now) ? Flaw.NOT_YET_VALID : null;
    }

    /** What a token without a flaw says. */
    static Claims of(JsonNode payload, Issuer issuer) {
        return new Claims(
                payload.path("sub").asText(),
                Optional.ofNullable(time(payload.path("iat"))).orElse(Instant.EPOCH),
                Optional.ofNullable(time(payload.path("exp"))).orElse(Instant.EPOCH),
                text(payload.path(issuer.organizationClaim())),
                text(payload.path(issuer.roleClaim())));
    }

    boolean ended(Instant now) {
        return !now.isBefore(expiresAt.plus(LEEWAY));
    }

    private static boolean names(JsonNode audiences, String wanted) {
        if (audiences.isTextual()) {
            return audiences.asText().equals(wanted);
        }
        for (var audience : audiences) {
            if (audience.isTextual() && audience.asText().equals(wanted)) {
                return true;
            }
        }
        return false;
    }

    private static boolean early(JsonNode time, Instant now) {
        if (time.isMissingNode() || time.isNull()) {
            return false;
        }
        var from = time(time);
        return from == null || now.plus(LEEWAY).isBefore(from);
    }

    private static @Nullable Instant time(JsonNode seconds) {
        return seconds.isNumber() && seconds.asLong() >= 0 && seconds.asLong() <= LATEST_SECOND
                ? Instant.ofEpochSecond(seconds.asLong())
                : null;
    }

    private static @Nullable String text(JsonNode claim) {
        return claim.isTextual() && !claim.asText().isEmpty() ? claim.asText() : null;
    }
}
