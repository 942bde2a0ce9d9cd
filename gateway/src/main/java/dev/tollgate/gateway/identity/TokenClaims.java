package dev.tollgate.gateway.identity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import dev.tollgate.contract.caller.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Claims of a token with a valid signature.
 *
 * @param audiences whom the token is meant for
 * @param scopes what it says its bearer may do, as far as these are scopes of ours
 * @param issuedAt {@link Instant#EPOCH} where it does not say
 * @param organization whom somebody signed in for; null where it does not say
 * @param role what they are there, in the issuer's words; null where it does not say
 * @param verifiedEmail their address, where the issuer has verified it; else null
 */
record TokenClaims(
        String subject,
        Set<String> audiences,
        Set<Scope> scopes,
        Instant issuedAt,
        Instant expiresAt,
        @Nullable String organization,
        @Nullable String role,
        @Nullable String verifiedEmail) {

    TokenClaims {
        audiences = Set.copyOf(audiences);
        scopes = Set.copyOf(scopes);
    }

    /** Permitted clock skew of the issuer. */
    static final Duration LEEWAY = Duration.ofSeconds(5);

    /** Pattern of a subject (OpenID Connect Core 1.0, section 2). */
    private static final Pattern SUBJECT = Pattern.compile("[!-~]{1,255}");

    /** Pattern of an email address, of at most 254 characters. */
    private static final Pattern EMAIL = Pattern.compile("(?=.{3,254}$)[^@\\s\\p{Cntrl}]+@[^@\\s\\p{Cntrl}]+");

    /** End of the year 9999: later times are invalid. */
    private static final long LATEST_SECOND = 253_402_300_799L;

    /** The reason why a token's claims are unusable; null if they are usable. */
    static @Nullable TokenRejection unreadable(JsonNode payload, String issuer) {
        if (!issuer.equals(payload.path("iss").asText())) {
            return TokenRejection.ISSUER;
        }
        return time(payload.path("exp")) == null
                        || !SUBJECT.matcher(payload.path("sub").asText()).matches()
                ? TokenRejection.MALFORMED
                : null;
    }

    /** The reason why a readable token is not valid now; null if it is. */
    static @Nullable TokenRejection untimely(JsonNode payload, Instant now) {
        var expiresAt = time(payload.path("exp"));
        if (expiresAt == null || !now.isBefore(expiresAt.plus(LEEWAY))) {
            return TokenRejection.EXPIRED;
        }
        return early(payload.path("nbf"), now) || early(payload.path("iat"), now) ? TokenRejection.NOT_YET_VALID : null;
    }

    /** The claims of a readable token. */
    static TokenClaims of(JsonNode payload, Issuer issuer) {
        return new TokenClaims(
                payload.path("sub").asText(),
                texts(payload.path("aud")),
                scopes(payload),
                Optional.ofNullable(time(payload.path("iat"))).orElse(Instant.EPOCH),
                Optional.ofNullable(time(payload.path("exp"))).orElse(Instant.EPOCH),
                text(payload.path(issuer.organizationClaim())),
                text(payload.path(issuer.roleClaim())),
                verifiedEmail(payload));
    }

    boolean ended(Instant now) {
        return !now.isBefore(expiresAt.plus(LEEWAY));
    }

    private static @Nullable String verifiedEmail(JsonNode payload) {
        var email = text(payload.path("email"));
        return email != null
                        && payload.path("email_verified").equals(BooleanNode.TRUE)
                        && EMAIL.matcher(email).matches()
                ? email
                : null;
    }

    /** One text, or the texts of a list. */
    private static Set<String> texts(JsonNode claim) {
        if (claim.isTextual()) {
            return Set.of(claim.asText());
        }
        var texts = new HashSet<String>();
        for (var text : claim) {
            if (text.isTextual()) {
                texts.add(text.asText());
            }
        }
        return Set.copyOf(texts);
    }

    /** From {@code scope} (RFC 9068), or {@code scp} where an issuer says it so; words of others are passed over. */
    private static Set<Scope> scopes(JsonNode payload) {
        var scopes = new HashSet<Scope>();
        for (var text : texts(payload.has("scope") ? payload.path("scope") : payload.path("scp"))) {
            for (var word : text.split(" ", -1)) {
                Scope.parse(word).ifPresent(scopes::add);
            }
        }
        return Set.copyOf(scopes);
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
