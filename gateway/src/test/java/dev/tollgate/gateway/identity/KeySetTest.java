package dev.tollgate.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.OctetSequenceKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import dev.tollgate.gateway.fixture.RsaKeys;
import dev.tollgate.runtime.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which keys of an issuer's document are taken. */
class KeySetTest {

    private static final int ENOUGH = 2_048;

    private static JsonNode document(String... keys) {
        var document = "{\"keys\":[" + String.join(",", keys) + "]}";
        return Json.read(document.getBytes(StandardCharsets.UTF_8), JsonNode.class);
    }

    private static String text(JWK key) {
        return key.toPublicJWK().toString();
    }

    private static RSAKey.Builder rsa() {
        return new RSAKey.Builder(RsaKeys.named("k"));
    }

    static Stream<String> unfit() throws JOSEException {
        var weak = RsaKeys.tooShort("k");
        var padded = new byte[ENOUGH / Byte.SIZE];
        var modulus = weak.getModulus().decode();
        System.arraycopy(modulus, 0, padded, padded.length - modulus.length, modulus.length);
        return Stream.of(
                text(weak),
                text(weak)
                        .replace(
                                weak.getModulus().toString(),
                                Base64URL.encode(padded).toString()),
                text(rsa().keyUse(KeyUse.ENCRYPTION).build()),
                text(rsa().algorithm(JWSAlgorithm.ES256).build()),
                text(rsa().algorithm(JWSAlgorithm.HS256).build()),
                text(rsa().algorithm(new JWSAlgorithm("none")).build()),
                text(new ECKeyGenerator(Curve.P_256).keyID("k").generate()).replace("P-256", "secp256k1"),
                text(new ECKeyGenerator(Curve.P_256)
                        .algorithm(JWSAlgorithm.ES384)
                        .keyID("k")
                        .generate()),
                new OctetSequenceKeyGenerator(256).keyID("k").generate().toString(),
                "{\"kty\":\"OKP\",\"crv\":\"X25519\",\"kid\":\"k\",\"x\":\"AA\"}",
                "{\"kty\":\"RSA\",\"kid\":\"k\",\"n\":\"?\",\"e\":\"AQAB\"}",
                "{}",
                "1");
    }

    @ParameterizedTest
    @MethodSource("unfit")
    void a_key_that_proves_nothing_is_not_taken(String key) {
        assertThat(KeySet.parse(document(key))).isEmpty();
    }

    @Test
    void a_document_without_keys_has_none() {
        assertThat(KeySet.parse(document())).isEmpty();
        assertThat(KeySet.parse(Json.read(new byte[] {'1'}, JsonNode.class))).isEmpty();
    }

    @Test
    void what_is_unfit_takes_nothing_from_what_is_fit() {
        var fit = rsa().keyID("fit").build();

        var keys =
                KeySet.parse(document(text(RsaKeys.tooShort("k")), text(fit))).orElseThrow();

        assertThat(keys.keys()).containsOnlyKeys("fit");
    }

    @Test
    void only_the_first_keys_of_a_long_document_are_taken() {
        var key = text(rsa().build());
        var many = IntStream.range(0, KeySet.KEYS_MAX + 1)
                .mapToObj(at -> key.replace("\"kid\":\"k\"", "\"kid\":\"k" + at + '"'))
                .collect(Collectors.toList());

        var keys = KeySet.parse(document(many.toArray(String[]::new))).orElseThrow();

        assertThat(keys.keys()).hasSize(KeySet.KEYS_MAX).doesNotContainKey("k" + KeySet.KEYS_MAX);
    }

    @Test
    void a_token_without_a_key_id_is_signed_with_the_only_key_or_with_none() {
        var one = rsa().keyID("one").build();
        var other = rsa().keyID("other").build();

        assertThat(KeySet.parse(document(text(one))).orElseThrow().key(null)).isNotNull();
        assertThat(KeySet.parse(document(text(one), text(other))).orElseThrow().key(null))
                .isNull();
    }
}
