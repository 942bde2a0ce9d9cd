package dev.tollgate.gateway.identity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tollgate.fuzz.Choices;
import dev.tollgate.fuzz.Property;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;

/**
 * A token is accepted only if the key signed it; a signed one is accepted or refused with a flaw, never an exception.
 */
public final class JwtFuzz {

    private static final int KEY_BYTES = 32;
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Issuer ISSUER =
            new Issuer("https://issuer.example", null, "org_id", "role", Duration.ofSeconds(5));
    private static final KeyPair KEY = key();
    private static final KeySet KEYS = keys();
    private static final TokenVerifier CHECKS = new TokenVerifier(Vertx.vertx(), ISSUER);
    private static final String HEAD = text("{\"alg\":\"EdDSA\",\"kid\":\"k\"}".getBytes(StandardCharsets.UTF_8));

    private JwtFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        var choices = new Choices(input);
        var forged = choices.once(2);
        var content = choices.rest();
        if (forged) {
            refused(Property.text(content));
            refused(HEAD + '.' + text(content) + '.' + text(new byte[64]));
            refused(text(content) + '.' + text(content) + '.' + text(content));
        } else {
            var told = HEAD + '.' + text(content);
            judged(CHECKS.verdict(told + '.' + signature(told), KEYS, NOW));
        }
    }

    private static void refused(String token) {
        Property.holds(
                CHECKS.verdict(token, KEYS, NOW)
                                instanceof TokenVerifier.Verdict.Bad(TokenRejection rejection, TokenClaims claims)
                        && rejection != null
                        && claims == null,
                "what the key did not sign is not believed");
    }

    private static void judged(TokenVerifier.Verdict verdict) {
        if (verdict instanceof TokenVerifier.Verdict.Good(TokenClaims claims)) {
            Property.holds(!claims.ended(NOW) && !claims.subject().isEmpty(), "a token that is believed has not ended");
        }
    }

    private static KeyPair key() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static KeySet keys() {
        var encoded = KEY.getPublic().getEncoded();
        var x = text(Arrays.copyOfRange(encoded, encoded.length - KEY_BYTES, encoded.length));
        JsonNode document = JsonNodeFactory.instance
                .objectNode()
                .set(
                        "keys",
                        JsonNodeFactory.instance
                                .arrayNode()
                                .add(JsonNodeFactory.instance
                                        .objectNode()
                                        .put("kty", "OKP")
                                        .put("crv", "Ed25519")
                                        .put("kid", "k")
                                        .put("x", x)));
        return KeySet.parse(document).orElseThrow();
    }

    private static String signature(String told) {
        try {
            var signature = Signature.getInstance("Ed25519");
            signature.initSign(KEY.getPrivate());
            signature.update(told.getBytes(StandardCharsets.US_ASCII));
            return text(signature.sign());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String text(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
