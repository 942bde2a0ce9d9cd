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

/** Verifies tokens with the keys known now. One per event loop: a key's verifier is not shared. */
final class TokenVerifier {

    /** Result of a verification. */
    sealed interface Verdict {

        record Good(TokenClaims claims) implements Verdict {}

        /** With what a token says that the issuer did sign; null where it did not, or nothing can be made of it. */
        record Bad(TokenRejection rejection, @Nullable TokenClaims claims) implements Verdict {}
    }

    private final Vertx vertx;
    private final Issuer issuer;
    private final Map<KeySet.Key, Optional<JWTAuth>> verifiers = new HashMap<>();
    private @Nullable KeySet verifiersOf;

    TokenVerifier(Vertx vertx, Issuer issuer) {
        this.vertx = vertx;
        this.issuer = issuer;
    }

    /**
     * Whom the token is meant for is for its reader to judge. The algorithm and the key first: nothing else of a token
     * is read before its signature is good.
     */
    Verdict verdict(String text, KeySet keys, Instant now) {
        var parsed = SignedToken.parse(text);
        if (parsed.isEmpty()) {
            return bad(TokenRejection.MALFORMED);
        }
        var token = parsed.get();
        if (!KeySet.ALGORITHMS.contains(token.algorithm())) {
            return bad(TokenRejection.ALGORITHM);
        }
        var key = keys.key(token.keyId());
        if (key == null) {
            return bad(TokenRejection.UNKNOWN_KEY);
        }
        if (!key.algorithm().equals(token.algorithm())) {
            return bad(TokenRejection.ALGORITHM);
        }
        if (!signed(text, key, keys)) {
            return bad(TokenRejection.SIGNATURE);
        }
        var unreadable = TokenClaims.unreadable(token.payload(), issuer.url());
        if (unreadable != null) {
            return bad(unreadable);
        }
        var claims = TokenClaims.of(token.payload(), issuer);
        var untimely = TokenClaims.untimely(token.payload(), now);
        return untimely == null ? new Verdict.Good(claims) : new Verdict.Bad(untimely, claims);
    }

    private static Verdict bad(TokenRejection rejection) {
        return new Verdict.Bad(rejection, null);
    }

    /** The library completes synchronously, without I/O. */
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
