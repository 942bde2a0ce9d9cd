package dev.tollgate.billing.payment;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Requests that wait for a Stripe that does not answer. */
class StripeLimitsTest {

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void messages_have_places_that_readers_do_not_take() {
        var server = vertx.createHttpServer()
                .requestHandler(_ -> {})
                .listen(0, "127.0.0.1")
                .await();
        var api = new StripeApi(vertx, settings(server.actualPort()));

        var readers = onLoop(() -> sent(api, StripeApi.WAITING_MAX, true));
        var messages = onLoop(() -> sent(api, StripeApi.WAITING_MAX, false));

        assertThat(refused(readers)).isEqualTo(StripeApi.WAITING_MAX - StripeApi.OF_CALLERS_MAX);
        assertThat(refused(messages)).isEqualTo(StripeApi.OF_CALLERS_MAX);
    }

    private static List<Future<Optional<StripeSession>>> sent(StripeApi api, int count, boolean forCaller) {
        return Stream.generate(() -> api.session("cs_1", forCaller))
                .limit(count)
                .toList();
    }

    private static long refused(List<Future<Optional<StripeSession>>> sent) {
        return sent.stream().filter(Future::failed).count();
    }

    private <T> T onLoop(Supplier<T> step) {
        Promise<T> done = Promise.promise();
        vertx.runOnContext(_ -> done.complete(step.get()));
        return done.future().await();
    }

    private static StripeSettings settings(int port) {
        return new StripeSettings(
                "sk_test_1",
                "whsec_1",
                "http://127.0.0.1:" + port,
                "https://app.example/paid",
                null,
                1,
                1,
                Duration.ofSeconds(5),
                Duration.ofMinutes(1));
    }
}
