package dev.tollgate.gateway.identity;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.runtime.json.Json;
import java.io.IOException;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A bearer token in the form of a JWT (RFC 7519), parsed but not verified.
 *
 * @param keyId id of the signing key in its header; null if absent
 */
record SignedToken(String algorithm, @Nullable String keyId, JsonNode payload) {

    static final int LENGTH_MAX = 8 << 10;
    private static final int PARTS = 3;

    /** The token that a text is; empty for anything else, also for one with extensions it wants understood. */
    static Optional<SignedToken> parse(String text) {
        var parts = text.length() > LENGTH_MAX ? new String[0] : text.split("\\.", -1);
        if (parts.length != PARTS || parts[2].isEmpty()) {
            return Optional.empty();
        }
        var head = object(parts[0]);
        var payload = object(parts[1]);
        if (head == null
                || payload == null
                || head.has("crit")
                || !head.path("alg").isTextual()) {
            return Optional.empty();
        }
        var keyId = head.path("kid");
        return Optional.of(
                new SignedToken(head.path("alg").asText(), keyId.isTextual() ? keyId.asText() : null, payload));
    }

    private static @Nullable JsonNode object(String part) {
        try {
            var node = Json.MAPPER.readTree(Base64.getUrlDecoder().decode(part));
            return node.isObject() ? node : null;
        } catch (IOException | IllegalArgumentException notJson) {
            return null;
        }
    }
}
