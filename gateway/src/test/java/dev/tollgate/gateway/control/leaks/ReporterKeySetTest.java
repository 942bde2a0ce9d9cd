package dev.tollgate.gateway.control.leaks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.contract.operation.SignedMessage;
import dev.tollgate.runtime.json.Json;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/** Keys and signatures that count. */
class ReporterKeySetTest {

    private static KeyPair pair(String algorithm, int bits) throws GeneralSecurityException {
        var generator = KeyPairGenerator.getInstance(algorithm);
        generator.initialize(bits);
        return generator.generateKeyPair();
    }

    private static void add(ObjectNode document, String identifier, String body) {
        document.withArrayProperty("public_keys")
                .addObject()
                .put("key_identifier", identifier)
                .put("key", "-----BEGIN PUBLIC KEY-----\n" + body + "\n-----END PUBLIC KEY-----\n")
                .put("is_current", false);
    }

    private static String body(KeyPair pair) {
        return Base64.getEncoder().encodeToString(pair.getPublic().getEncoded());
    }

    @Test
    void keys_of_another_curve_or_algorithm_and_those_that_are_none_are_left_out() throws Exception {
        var document = Json.MAPPER.createObjectNode();
        add(document, "p256", body(pair("EC", 256)));
        add(document, "p384", body(pair("EC", 384)));
        add(document, "rsa", body(pair("RSA", 2_048)));
        add(document, "junk", "junk");
        add(document, "", body(pair("EC", 256)));

        assertThat(ReporterKeySet.parse(document)).containsOnlyKeys("p256");
    }

    @Test
    void a_document_without_a_usable_key_is_told_in_words() {
        assertThatThrownBy(() -> ReporterKeySet.parse(Json.MAPPER.createObjectNode()))
                .hasMessage("the key set has no key for ECDSA on P-256");
    }

    @Test
    void a_signature_counts_for_its_key_and_its_bytes_only() throws Exception {
        var pair = pair("EC", 256);
        var signer = Signature.getInstance("SHA256withECDSA");
        signer.initSign(pair.getPrivate());
        signer.update("[]".getBytes(StandardCharsets.UTF_8));
        var signature = Base64.getEncoder().encodeToString(signer.sign());

        assertThat(ReporterKeySet.signed(pair.getPublic(), new SignedMessage(signature, "k", "[]")))
                .isTrue();
        assertThat(ReporterKeySet.signed(pair.getPublic(), new SignedMessage(signature, "k", "[] ")))
                .isFalse();
        assertThat(ReporterKeySet.signed(pair("EC", 256).getPublic(), new SignedMessage(signature, "k", "[]")))
                .isFalse();
        assertThat(ReporterKeySet.signed(pair.getPublic(), new SignedMessage("AA==", "k", "[]")))
                .isFalse();
    }
}
