package dev.tollgate.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.tollgate.gateway.fixture.RsaKeys;
import dev.tollgate.runtime.json.Json;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which signatures of an issuer are believed. */
class TokenVerifierTest {

    private static final Vertx VERTX = Vertx.vertx();
    private static final Instant NOW = Instant.parse("2026-11-25T10:00:00Z");
    private static final Issuer ISSUER =
            new Issuer("https://issuer.example", null, "org_id", "role", Duration.ofSeconds(5));
    private static final int ED25519_BYTES = 32;

    private final TokenVerifier checks = new TokenVerifier(VERTX, ISSUER);

    @AfterAll
    static void close() {
        VERTX.close()
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(5, TimeUnit.MINUTES)
                .join();
    }

    /** A key, and what signs with it. */
    private record Signing(JWK key, JWSSigner signer) {

        static Signing with(JWSAlgorithm algorithm) throws JOSEException {
            return with(algorithm, RsaKeys.named("k"));
        }

        static Signing withAnother(JWSAlgorithm algorithm) throws JOSEException {
            return with(algorithm, RsaKeys.other("k"));
        }

        private static Signing with(JWSAlgorithm algorithm, RSAKey rsa) throws JOSEException {
            if (JWSAlgorithm.Family.RSA.contains(algorithm)) {
                var key = new RSAKey.Builder(rsa).algorithm(algorithm).build();
                return new Signing(key, new RSASSASigner(key));
            }
            var curve = Curve.forJWSAlgorithm(algorithm).iterator().next();
            var key = new ECKeyGenerator(curve).keyID("k").generate();
            return new Signing(key, new ECDSASigner(key));
        }
    }

    private static KeySet keys(JWK key) {
        var document = "{\"keys\":[" + key.toPublicJWK() + "]}";
        return KeySet.parse(Json.read(document.getBytes(StandardCharsets.UTF_8), JsonNode.class))
                .orElseThrow();
    }

    private static JWTClaimsSet claims() {
        return new JWTClaimsSet.Builder()
                .issuer(ISSUER.url())
                .subject("user_1")
                .audience("https://tollgate.example/control")
                .expirationTime(Date.from(NOW.plus(Duration.ofMinutes(5))))
                .build();
    }

    private static String token(JWSAlgorithm algorithm, JWSSigner signer) throws JOSEException {
        var token = new SignedJWT(new JWSHeader.Builder(algorithm).keyID("k").build(), claims());
        token.sign(signer);
        return token.serialize();
    }

    private TokenRejection flaw(String token, KeySet keys) {
        return switch (checks.verdict(token, keys, NOW)) {
            case TokenVerifier.Verdict.Good _ -> null;
            case TokenVerifier.Verdict.Bad(TokenRejection rejection, var _) -> rejection;
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"})
    void a_signature_of_the_key_s_algorithm_is_good_and_of_another_key_is_not(String name) throws JOSEException {
        var algorithm = JWSAlgorithm.parse(name);
        var ours = Signing.with(algorithm);
        var other = Signing.withAnother(algorithm);

        assertThat(flaw(token(algorithm, ours.signer()), keys(ours.key()))).isNull();
        assertThat(flaw(token(algorithm, other.signer()), keys(ours.key()))).isEqualTo(TokenRejection.SIGNATURE);
    }

    @Test
    void a_signature_with_ed25519_is_good_and_of_another_key_is_not() throws GeneralSecurityException {
        var pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        var encoded = pair.getPublic().getEncoded();
        var x = Arrays.copyOfRange(encoded, encoded.length - ED25519_BYTES, encoded.length);
        var keys = keys(new OctetKeyPair.Builder(Curve.Ed25519, Base64URL.encode(x))
                .keyID("k")
                .build());
        var text = Base64URL.encode("{\"alg\":\"EdDSA\",\"kid\":\"k\"}") + "." + Base64URL.encode(claims().toString());
        var signature = Signature.getInstance("Ed25519");
        signature.initSign(pair.getPrivate());
        signature.update(text.getBytes(StandardCharsets.US_ASCII));
        var signed = signature.sign();
        var wrong = signed.clone();
        wrong[0] ^= 1;

        assertThat(flaw(text + '.' + Base64URL.encode(signed), keys)).isNull();
        assertThat(flaw(text + '.' + Base64URL.encode(wrong), keys)).isEqualTo(TokenRejection.SIGNATURE);
    }

    @Test
    void another_algorithm_of_the_same_kind_of_key_is_not_believed() throws JOSEException {
        var ours = Signing.with(JWSAlgorithm.RS256);

        assertThat(flaw(token(JWSAlgorithm.PS256, ours.signer()), keys(ours.key())))
                .isEqualTo(TokenRejection.ALGORITHM);
        assertThat(flaw(token(JWSAlgorithm.RS512, ours.signer()), keys(ours.key())))
                .isEqualTo(TokenRejection.ALGORITHM);
    }
}
