package dev.tollgate.gateway.control.leaks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.operation.SignedMessage;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How many signatures of strangers are verified. */
class AlertSignaturesTest {

    private static final String PAYLOAD = "[]";
    private static final Outcome<String> UNSIGNED = Outcome.refused(new Refusal.Unauthorized());

    private final AtomicLong nanos = new AtomicLong();
    private final AlertSignatures signatures = new AlertSignatures(
            new ReporterKeys(() -> Future.failedFuture("no test fetches keys"), nanos::get), nanos::get);
    private KeyPair github;
    private SignedMessage signed;
    private SignedMessage forged;

    @BeforeEach
    void sign() throws GeneralSecurityException {
        github = pair();
        signed = message(github);
        forged = message(pair());
    }

    @Test
    void beyond_a_hundred_wrong_signatures_a_second_none_is_verified_until_the_next() {
        for (int at = 0; at < AlertSignatures.WRONG_PER_SECOND_MAX; at++) {
            assertThat(read(forged)).isEqualTo(UNSIGNED);
        }

        var beyond = read(signed);
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));
        var again = read(signed);

        assertThat(beyond).isEqualTo(Outcome.refused(new Refusal.ServiceUnavailable(Duration.ofSeconds(1), false)));
        assertThat(again).isEqualTo(Outcome.done(PAYLOAD));
    }

    @Test
    void good_signatures_and_keys_that_nobody_has_are_not_counted() {
        for (int at = 0; at < 2 * AlertSignatures.WRONG_PER_SECOND_MAX; at++) {
            assertThat(signatures.payload(null, forged)).isEqualTo(UNSIGNED);
            assertThat(read(signed)).isEqualTo(Outcome.done(PAYLOAD));
        }

        assertThat(read(forged)).isEqualTo(UNSIGNED);
    }

    private Outcome<String> read(SignedMessage message) {
        return signatures.payload(github.getPublic(), message);
    }

    private static KeyPair pair() throws GeneralSecurityException {
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        return generator.generateKeyPair();
    }

    private static SignedMessage message(KeyPair by) throws GeneralSecurityException {
        var signer = Signature.getInstance("SHA256withECDSA");
        signer.initSign(by.getPrivate());
        signer.update(PAYLOAD.getBytes(StandardCharsets.UTF_8));
        return new SignedMessage(Base64.getEncoder().encodeToString(signer.sign()), "k", PAYLOAD);
    }
}
