package dev.tollgate.gateway.control.leaks;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.contract.operation.SignedMessage;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/** Keys and signatures as GitHub's secret scanning has them: ECDSA on P-256 with SHA-256. Pure. */
final class ReporterKeySet {

    static final int KEYS_MAX = 64;

    private static final int P_256_BITS = 256;

    private ReporterKeySet() {}

    /**
     * The usable keys of a document, by identifier.
     *
     * @throws IllegalStateException if there is none, with words for the operator
     */
    static Map<String, PublicKey> parse(JsonNode document) {
        var keys = new HashMap<String, PublicKey>();
        for (var entry : document.path("public_keys")) {
            var identifier = entry.path("key_identifier").asText();
            if (!identifier.isEmpty() && keys.size() < KEYS_MAX) {
                add(keys, identifier, entry.path("key").asText());
            }
        }
        if (keys.isEmpty()) {
            throw new IllegalStateException("the key set has no key for ECDSA on P-256");
        }
        return Map.copyOf(keys);
    }

    private static void add(Map<String, PublicKey> keys, String identifier, String pem) {
        try {
            var body = pem.replaceAll("-----(BEGIN|END) PUBLIC KEY-----|\\s", "");
            var key = KeyFactory.getInstance("EC")
                    .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(body)));
            if (key instanceof ECPublicKey onCurve
                    && onCurve.getParams().getCurve().getField().getFieldSize() == P_256_BITS) {
                keys.put(identifier, key);
            }
        } catch (GeneralSecurityException | IllegalArgumentException unusable) {
            // The others may be usable; without any the fetch fails.
        }
    }

    /** Whether the key has signed the message. */
    static boolean signed(PublicKey key, SignedMessage message) {
        try {
            var signature = Signature.getInstance("SHA256withECDSA");
            signature.initVerify(key);
            signature.update(message.payload().getBytes(StandardCharsets.UTF_8));
            return signature.verify(Base64.getDecoder().decode(message.signature()));
        } catch (GeneralSecurityException | IllegalArgumentException forged) {
            return false;
        }
    }
}
