package dev.tollgate.gateway.identity;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The keys an issuer signs with, by their ids (RFC 7517). Only public keys of algorithms on {@link #ALGORITHMS}: a
 * shared secret or an unsigned token proves nothing.
 */
record KeySet(Map<String, Key> keys) {

    /** One key; {@code jwk} always names its algorithm. */
    record Key(String algorithm, JsonObject jwk) {}

    static final Set<String> ALGORITHMS =
            Set.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA");

    static final int KEYS_MAX = 64;

    /** Fewer bits of an RSA key are no protection. */
    private static final int RSA_BITS_MIN = 2_048;

    /** The id of a key that has none. */
    static final String NO_ID = "";

    KeySet {
        keys = Map.copyOf(keys);
    }

    /** The usable keys of a document; empty when there is none. */
    static Optional<KeySet> parse(JsonNode document) {
        var keys = new HashMap<String, Key>();
        for (var jwk : document.path("keys")) {
            if (keys.size() < KEYS_MAX && !"enc".equals(jwk.path("use").asText())) {
                var algorithm = algorithm(jwk);
                if (algorithm != null) {
                    keys.put(
                            jwk.path("kid").asText(NO_ID),
                            new Key(algorithm, new JsonObject(jwk.toString()).put("alg", algorithm)));
                }
            }
        }
        return keys.isEmpty() ? Optional.empty() : Optional.of(new KeySet(keys));
    }

    /** The key of a token; one without an id is signed with the only key there is, or with none. */
    @Nullable Key key(@Nullable String id) {
        if (id != null) {
            return keys.get(id);
        }
        return keys.size() == 1 ? keys.values().iterator().next() : null;
    }

    private static @Nullable String algorithm(JsonNode jwk) {
        var usual = switch (jwk.path("kty").asText()) {
            case "RSA" -> longEnough(jwk.path("n").asText()) ? "RS256" : null;
            case "EC" ->
                switch (jwk.path("crv").asText()) {
                    case "P-256" -> "ES256";
                    case "P-384" -> "ES384";
                    case "P-521" -> "ES512";
                    default -> null;
                };
            case "OKP" -> "Ed25519".equals(jwk.path("crv").asText()) ? "EdDSA" : null;
            default -> null;
        };
        var named = jwk.path("alg").asText(usual);
        return usual != null && ALGORITHMS.contains(named) && family(named).equals(family(usual)) ? named : null;
    }

    /** The key type of an algorithm. */
    private static String family(String algorithm) {
        return algorithm.startsWith("PS") || algorithm.startsWith("RS") ? "RSA" : algorithm;
    }

    private static boolean longEnough(String modulus) {
        try {
            return new BigInteger(1, Base64.getUrlDecoder().decode(modulus)).bitLength() >= RSA_BITS_MIN;
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
    }
}
