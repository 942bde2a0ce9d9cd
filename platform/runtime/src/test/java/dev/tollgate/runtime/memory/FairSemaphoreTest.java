package dev.tollgate.runtime.memory;

import static dev.tollgate.runtime.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FairSemaphoreTest {

    private static final Duration LONG = Duration.ofHours(1);

    private final Vertx vertx = Vertx.vertx();
    private final FairSemaphore<String> semaphore =
            new FairSemaphore<>(vertx, new FairSemaphore.Limits(3, 2, 4, 3, false));

    @AfterEach
    void close() {
        await(vertx.close());
    }

    private Future<Boolean> acquired(String key) {
        return semaphore.acquire(key, LONG);
    }

    /** Acquires, or waits, for each of these. */
    private void acquire(String... keys) {
        for (var key : keys) {
            var _ = acquired(key);
        }
    }

    @Test
    void a_key_that_holds_its_permits_leaves_the_others_to_another_key() {
        var first = acquired("a");
        var second = acquired("a");
        var third = acquired("a");

        var other = acquired("b");

        assertThat(first.result()).isTrue();
        assertThat(second.result()).isTrue();
        assertThat(third.isComplete()).isFalse();
        assertThat(other.result()).isTrue();
        assertThat(semaphore.isExhausted("a")).isTrue();
        assertThat(semaphore.isExhausted("b")).isFalse();
    }

    @Test
    void keys_that_wait_take_turns() {
        acquire("a", "a", "b");
        var firstOfA = acquired("a");
        var secondOfA = acquired("a");
        var ofB = acquired("b");

        semaphore.release("a");
        assertThat(await(firstOfA)).isTrue();
        semaphore.release("a");

        assertThat(await(ofB)).isTrue();
        assertThat(secondOfA.isComplete()).isFalse();
    }

    @Test
    void too_many_that_wait_are_answered_at_once() {
        acquire("a", "a");
        acquire("a", "a", "a");

        var beyondTheKey = acquired("a");
        acquire("b", "b");
        var beyondAll = acquired("c");

        assertThat(beyondTheKey.result()).isFalse();
        assertThat(beyondAll.result()).isFalse();
    }

    @Test
    void a_wait_that_ends_without_a_permit_takes_none() {
        acquire("a", "a");

        var given = await(semaphore.acquire("a", Duration.ofMillis(1)));
        semaphore.release("a");

        assertThat(given).isFalse();
        assertThat(acquired("a").result()).isTrue();
    }
}
