package dev.tollgate.gateway.control.leaks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.gateway.fetch.RemoteDocuments;
import dev.tollgate.gateway.fixture.GithubDouble;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How often the keys of a reporter are fetched, and how long they are used. */
class ReporterKeysTest {

    private final Vertx vertx = Vertx.vertx();
    private final GithubDouble github = GithubDouble.start();
    private final AtomicLong nanos = new AtomicLong();
    private final RemoteDocuments documents = new RemoteDocuments(vertx.createHttpClient(), "test");
    private final ReporterKeys keys = new ReporterKeys(() -> documents.get(github.url()), nanos::get);

    @AfterEach
    void close() {
        github.close();
        vertx.close()
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(5, TimeUnit.MINUTES)
                .join();
    }

    private ReporterKeys.Known key(String identifier) {
        return keys.key(identifier).orTimeout(5, TimeUnit.MINUTES).join();
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @Test
    void an_unknown_identifier_has_the_keys_fetched_again_at_most_once_a_minute() {
        assertThat(key(github.identifier()).key()).isNotNull();
        github.rotate();

        IntStream.range(0, 100)
                .forEach(at -> assertThat(key("unknown-" + at).key()).isNull());
        assertThat(key(github.identifier()).key()).isNull();
        assertThat(github.asked()).isEqualTo(1);

        pass(Duration.ofSeconds(61));
        assertThat(key(github.identifier()).key()).isNotNull();
        assertThat(github.asked()).isEqualTo(2);
    }

    @Test
    void a_known_key_is_not_fetched_again_for_an_hour_and_a_withdrawn_one_not_used_for_longer() {
        var former = github.identifier();
        assertThat(key(former).key()).isNotNull();
        github.rotate();
        github.forget();

        pass(Duration.ofMinutes(59));
        assertThat(key(former).key()).isNotNull();
        assertThat(github.asked()).isEqualTo(1);

        pass(Duration.ofMinutes(2));
        assertThat(key(former)).isEqualTo(new ReporterKeys.Known(null, false));
        assertThat(github.asked()).isEqualTo(2);
    }

    @Test
    void a_withdrawn_key_is_used_no_more_once_the_keys_were_fetched_again() {
        var former = github.identifier();
        assertThat(key(former).key()).isNotNull();
        github.rotate();
        github.forget();
        pass(Duration.ofSeconds(61));

        assertThat(key(github.identifier()).key()).isNotNull();

        assertThat(key(former).key()).isNull();
    }

    @Test
    void while_the_keys_cannot_be_fetched_those_that_are_known_are_used_and_of_others_nothing_is_said() {
        var known = github.identifier();
        assertThat(key(known).key()).isNotNull();
        github.away(true);
        pass(Duration.ofSeconds(61));

        assertThat(key("unknown")).isEqualTo(new ReporterKeys.Known(null, true));
        assertThat(key("unknown")).isEqualTo(new ReporterKeys.Known(null, true));
        assertThat(key(known).key()).isNotNull();
        assertThat(github.asked()).isEqualTo(2);
    }
}
