package dev.tollgate.webhooks.signature;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import dev.tollgate.webhooks.signature.Signature.Received;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SignatureTest {

    private static final String ID = "evt_01k9v4xg8ve5x8jd4y6kz0a1bc";
    private static final byte[] BODY = "{\"type\":\"task.created\",\"data\":{\"title\":\"Grüße\"}}".getBytes(UTF_8);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Instant now = Instant.ofEpochSecond(Instant.now().getEpochSecond());
    private final Signature signature = new Signature();
    private final SigningKey key = SigningKey.random("whk_1", RANDOM);
    private final SigningKey next = SigningKey.random("whk_2", RANDOM);

    @Test
    void the_published_vector_is_signed_as_published() {
        var published = SigningKey.parsed("whk_0", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
                .orElseThrow();

        var signed = signature.signed(
                "msg_p5jXN8AQM9LWM0D4loKWxJek",
                Instant.ofEpochSecond(1_614_265_330),
                "{\"test\": 2432232314}".getBytes(UTF_8),
                List.of(published));

        assertThat(signed).isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void the_vector_of_the_guide_verifies_as_the_guide_says() throws IOException {
        var guide = Files.readString(Path.of("../docs/webhooks.md"));
        var body = between(guide, "\n\n{\"id\":", "\n```");
        var vector = ("{\"id\":" + body).getBytes(UTF_8);
        var secret = SigningKey.parsed("whk_0", "whsec_" + between(guide, "its secret is `whsec_", "`"))
                .orElseThrow();
        var sent = Instant.ofEpochSecond(Long.parseLong(between(guide, "\nwebhook-timestamp: ", "\n")));
        var received = new Received(
                between(guide, "\nwebhook-id: ", "\n"), sent, between(guide, "\nwebhook-signature: ", "\n"));

        assertThat(signature.verified(received, vector, List.of(secret), sent.plusSeconds(300)))
                .isTrue();
        assertThat(signature.verified(received, vector, List.of(secret), sent.plusSeconds(301)))
                .isFalse();
        assertThat(received.signature())
                .isEqualTo(signature.signed(received.webhookId(), sent, vector, List.of(secret)));
    }

    private static String between(String text, String before, String after) {
        int from = text.indexOf(before) + before.length();
        assertThat(text).as("the guide").contains(before);
        return text.substring(from, text.indexOf(after, from));
    }

    @Test
    void the_public_library_verifies_what_we_sign() {
        var headers = headers(signature.signed(ID, now, BODY, List.of(key)), now);

        assertThatCode(() -> new Webhook(key.text()).verify(text(BODY), headers))
                .doesNotThrowAnyException();
    }

    @Test
    void during_a_rotation_receivers_of_either_secret_verify() {
        var headers = headers(signature.signed(ID, now, BODY, List.of(next, key)), now);

        assertThatCode(() -> new Webhook(key.text()).verify(text(BODY), headers))
                .doesNotThrowAnyException();
        assertThatCode(() -> new Webhook(next.text()).verify(text(BODY), headers))
                .doesNotThrowAnyException();
    }

    @Test
    void the_public_library_refuses_what_is_tampered_late_or_foreign() {
        var signed = signature.signed(ID, now, BODY, List.of(key));
        var late = now.minus(Duration.ofMinutes(6));
        var lateHeaders = headers(signature.signed(ID, late, BODY, List.of(key)), late);

        refuses(key, text(BODY).replace("created", "deleted"), headers(signed, now));
        refuses(key, text(BODY), headers(signed, now.plusSeconds(1)));
        refuses(key, text(BODY), lateHeaders);
        refuses(next, text(BODY), headers(signed, now));
    }

    @Test
    void we_verify_what_the_public_library_signs_and_refuse_the_rest() throws Exception {
        var theirs = new Webhook(key.text()).sign(ID, now.getEpochSecond(), text(BODY));
        var received = new Received(ID, now, "v1,bm9uZQ== v2,x " + theirs);
        var tampered = text(BODY).replace("created", "deleted").getBytes(UTF_8);

        assertThat(signature.verified(received, BODY, List.of(next, key), now)).isTrue();
        assertThat(signature.verified(received, tampered, List.of(key), now)).isFalse();
        assertThat(signature.verified(received, BODY, List.of(next), now)).isFalse();
        assertThat(signature.verified(received, BODY, List.of(key), now.plus(Duration.ofMinutes(6))))
                .isFalse();
        assertThat(signature.verified(received, BODY, List.of(key), now.minus(Duration.ofMinutes(6))))
                .isFalse();
        assertThat(signature.verified(new Received(ID, now, ""), BODY, List.of(key), now))
                .isFalse();
    }

    @Test
    void a_secret_that_is_too_short_or_no_base64_is_none() {
        assertThat(SigningKey.parsed("whk_3", "whsec_c2hvcnQ=")).isEmpty();
        assertThat(SigningKey.parsed("whk_3", "whsec_" + "A".repeat(96))).isEmpty();
        assertThat(SigningKey.parsed("whk_3", "whsec_?")).isEmpty();
        assertThat(SigningKey.parsed("whk_3", "sk_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"))
                .isEmpty();
        assertThat(SigningKey.parsed("whk_1", key.text())).contains(key);
        assertThat(key.toString()).doesNotContain(key.text().substring(SigningKey.PREFIX.length()));
    }

    private static void refuses(SigningKey key, String body, HttpHeaders headers) {
        assertThatThrownBy(() -> new Webhook(key.text()).verify(body, headers))
                .isInstanceOf(WebhookVerificationException.class);
    }

    private static String text(byte[] body) {
        return new String(body, UTF_8);
    }

    private static HttpHeaders headers(String signature, Instant timestamp) {
        return HttpHeaders.of(
                Map.of(
                        "webhook-id", List.of(ID),
                        "webhook-timestamp", List.of(Long.toString(timestamp.getEpochSecond())),
                        "webhook-signature", List.of(signature)),
                (_, _) -> true);
    }
}
