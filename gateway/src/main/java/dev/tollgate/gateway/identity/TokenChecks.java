package dev.tollgate.gateway.identity;

import io.vertx.core.Vertx;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether a token is what it says, by the keys known now. One per event loop: a key's verifier is not shared. */
final class TokenChecks {

    /** What came of a check. */
    sealed interface Verdict {

        record Good(Claims claims) implements Verdict {}

        record Bad(Flaw flaw) implements Verdict {}
    }

    private final Vertx vertx;
    private final Issuer issuer;
    private final String audience;
    private final Map<KeySet.Key, Optional<JWTAuth>> verifiers = new HashMap<>();
    private @Nullable KeySet verifiersOf;

    /**
     * Checks of this issuer's tokens.
     *
     * @param audience whom a token must be meant for
     */
    TokenChecks(Vertx vertx, Issuer issuer, String audience) {
        this.vertx = vertx;
        this.issuer = issuer;
        this.audience = audience;
    }

    /** The algorithm and the key first: nothing else of a token is read before its signature is good. */
    Verdict verdict(String text, KeySet keys, Instant now) {
        var parsed = SignedToken.parse(text);
        if (parsed.isEmpty()) {
            return new Verdict.Bad(Flaw.MALFORMED);
        }
        var token = parsed.get();
        if (!KeySet.ALGORITHMS.contains(token.algorithm())) {
            return new Verdict.Bad(Flaw.ALGORITHM);
        }
        var key = keys.key(token.keyId());
        if (key == null) {
            return new Verdict.Bad(Flaw.UNKNOWN_KEY);
        }
        if (!key.algorithm().equals(token.algorithm())) {
            return new Verdict.Bad(Flaw.ALGORITHM);
        }
        if (!signed(text, key, keys)) {
            return new Verdict.Bad(Flaw.SIGNATURE);
        }
        var flaw = Claims.flaw(token.payload(), issuer.url(), audience, now);
        return flaw == null ? new Verdict.Good(Claims.of(token.payload(), issuer)) : new Verdict.Bad(flaw);
    }

    /** The library answers at once: it asks nobody. */
    private boolean signed(String text, KeySet.Key key, KeySet keys) {
        if (!keys.equals(verifiersOf)) {
            verifiers.clear();
            verifiersOf = keys;
        }
        var verifier = verifiers.computeIfAbsent(key, this::verifier);
        return verifier.isPresent() && good(verifier.get(), text);
    }

    private static boolean good(JWTAuth verifier, String text) {
        try {
            return verifier.authenticate(new TokenCredentials(text)).succeeded();
        } catch (RuntimeException oddClaims) {
            return false;
        }
    }

    /** Empty for a key the library cannot read. */
    private Optional<JWTAuth> verifier(KeySet.Key key) {
        var options = new JWTAuthOptions()
                .addJwk(key.jwk())
                .setJWTOptions(new JWTOptions().setIgnoreExpiration(true).setAlgorithm(key.algorithm()));
        try {
            return Optional.of(JWTAuth.create(vertx, options));
        } catch (RuntimeException unreadable) {
            return Optional.empty();
        }
    }
}
