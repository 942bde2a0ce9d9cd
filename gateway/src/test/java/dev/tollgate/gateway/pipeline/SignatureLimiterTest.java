package dev.tollgate.gateway.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.gateway.access.SourceThrottle;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SignatureLimiterTest {

    private static final int MANY = 500;
    private static final String THROTTLED = "192.0.2.1";
    private static final String OTHER = "192.0.2.2";

    private final SourceThrottle throttle = new SourceThrottle(InstantSource.system());
    private final AtomicLong nanos = new AtomicLong();
    private final SignatureLimiter limiter = new SignatureLimiter(throttle, nanos::get);
    private final AtomicInteger verified = new AtomicInteger();
    private final AtomicLong wrong = new AtomicLong();

    @Test
    void a_throttled_address_has_twenty_wrong_tokens_a_second_verified() {
        throttle(THROTTLED);

        send(THROTTLED, MANY, AdmissionRules.GUESSED);
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));
        send(THROTTLED, MANY, AdmissionRules.GUESSED);

        assertThat(verified).hasValue(2 * SignatureLimiter.ADDRESS_WRONG_PER_SECOND_MAX);
    }

    @Test
    void a_token_that_is_not_verified_counts_as_wrong_at_a_throttled_address() {
        throttle(THROTTLED);
        send(THROTTLED, MANY, AdmissionRules.GUESSED);

        var unverified = send(THROTTLED, 1, AdmissionRules.GUESSED);

        assertThat(unverified.guessed()).isTrue();
    }

    @Test
    void throttled_addresses_together_keep_no_token_of_another_out() {
        for (int i = 0; i < MANY; i++) {
            var address = "198.51.100." + i % 250;
            throttle(address);
            send(address, 1, AdmissionRules.GUESSED);
        }
        int ofThrottled = verified.get();

        send(OTHER, 1, AdmissionRules.GUESSED);

        assertThat(ofThrottled).isEqualTo(SignatureLimiter.WRONG_PER_SECOND_MAX);
        assertThat(verified).hasValue(ofThrottled + 1);
    }

    @Test
    void addresses_that_are_not_throttled_have_a_limit_together_and_are_told_to_try_again() {
        for (int i = 0; i < MANY; i++) {
            send("198.51.100." + i % 250, 1, AdmissionRules.GUESSED);
        }

        var beyond = send(OTHER, 1, AdmissionRules.GUESSED);

        assertThat(verified).hasValue(SignatureLimiter.WRONG_PER_SECOND_MAX);
        assertThat(beyond.guessed()).isFalse();
        assertThat(((AuthResult.NotAuthenticated) beyond).refusal()).isInstanceOf(Refusal.RateLimited.class);
    }

    @Test
    void good_tokens_are_not_counted() {
        throttle(THROTTLED);

        send(THROTTLED, MANY, new AuthResult.UnknownCredential(false));

        assertThat(verified).hasValue(MANY);
    }

    @Test
    void tokens_that_are_wrong_without_their_signature_are_not_counted() {
        throttle(THROTTLED);

        for (int i = 0; i < MANY; i++) {
            var _ = limiter.run(
                    THROTTLED,
                    () -> {
                        verified.incrementAndGet();
                        return Future.succeededFuture(AdmissionRules.GUESSED);
                    },
                    wrong::get);
        }

        assertThat(verified).hasValue(MANY);
    }

    private void throttle(String address) {
        while (throttle.refusal(address) == null) {
            throttle.failed(address);
        }
    }

    /** The result of the last of these tokens, each of which would have this result. */
    @CanIgnoreReturnValue
    private AuthResult send(String address, int count, AuthResult result) {
        AuthResult last = result;
        for (int i = 0; i < count; i++) {
            last = limiter.run(
                            address,
                            () -> {
                                verified.incrementAndGet();
                                wrong.addAndGet(result.guessed() ? 1 : 0);
                                return Future.succeededFuture(result);
                            },
                            wrong::get)
                    .result();
        }
        return last;
    }
}
