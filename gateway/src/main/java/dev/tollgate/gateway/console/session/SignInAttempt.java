package dev.tollgate.gateway.console.session;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tollgate.contract.digest.Sha256;
import dev.tollgate.records.secret.SecretBox;
import dev.tollgate.runtime.json.Json;
import io.vertx.core.buffer.Buffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/**
 * A sign-in at the identity provider that has begun: what must come back, and what redeems the code. The browser keeps
 * it in a sealed cookie, so nothing is stored for strangers.
 *
 * @param verifier of PKCE
 * @param place path of the console to go to afterwards
 */
public record SignInAttempt(String state, String nonce, String verifier, String place, Instant endsAt) {

    public static final Duration LIFE_MAX = Duration.ofMinutes(10);

    /** Names the key that cookies are sealed with: derived for this, and used for nothing else. */
    public static final String KEY_PURPOSE = "tollgate console sign-in v1";

    private static final String BOUND_TO = "console sign-in";

    public static SignInAttempt begin(SecureRandom random, String place, Instant now) {
        return new SignInAttempt(
                SessionSecret.mint(random).text(),
                SessionSecret.mint(random).text(),
                SessionSecret.mint(random).text(),
                place,
                now.plus(LIFE_MAX));
    }

    /** What the issuer is sent of the verifier: S256 of RFC 7636. */
    public String challenge() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Sha256.of(verifier));
    }

    public String sealed(SecretBox box) {
        var json = JsonNodeFactory.instance
                .objectNode()
                .put("state", state)
                .put("nonce", nonce)
                .put("verifier", verifier)
                .put("place", place)
                .put("ends", endsAt.toEpochMilli());
        var sealed = box.sealed(Json.bytes(json), BOUND_TO);
        return sealed.keyId()
                + '.'
                + Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(sealed.bytes().getBytes());
    }

    /** The attempt in a cookie; empty where it is not ours, or too old. */
    public static Optional<SignInAttempt> opened(SecretBox box, String cookie, Instant now) {
        var dot = cookie.indexOf('.');
        if (dot < 0) {
            return Optional.empty();
        }
        try {
            var bytes = Buffer.buffer(Base64.getUrlDecoder().decode(cookie.substring(dot + 1)));
            var plain = box.opened(new SecretBox.Sealed(cookie.substring(0, dot), bytes), BOUND_TO);
            return Optional.of(parsed(Json.read(plain, JsonNode.class)))
                    .filter(attempt -> now.isBefore(attempt.endsAt()));
        } catch (RuntimeException foreign) {
            return Optional.empty();
        }
    }

    private static SignInAttempt parsed(JsonNode json) {
        return new SignInAttempt(
                json.path("state").asText(),
                json.path("nonce").asText(),
                json.path("verifier").asText(),
                json.path("place").asText(),
                Instant.ofEpochMilli(json.path("ends").asLong()));
    }

    /** Shows nothing. */
    @Override
    public String toString() {
        return "sign-in attempt";
    }
}
