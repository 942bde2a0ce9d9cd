package dev.tollgate.runtime.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class KeyedConcurrencyLimiterTest {

    private static final String CROWDED = "crowded";
    private static final int VISITORS = 4;
    private static final int VISITS = 200_000;

    private final KeyedConcurrencyLimiter<Object> limiter = new KeyedConcurrencyLimiter<>(1);
    private final AtomicInteger present = new AtomicInteger();

    @Test
    void nobody_gets_a_place_too_many_who_is_forgotten_while_another_takes_one()
            throws InterruptedException, ExecutionException {
        for (int other = 0; other <= KeyedConcurrencyLimiter.KEPT_MAX; other++) {
            assertThat(limiter.take(other)).isTrue();
        }

        int most = 0;
        try (var threads = Executors.newFixedThreadPool(VISITORS)) {
            for (var visitor : threads.invokeAll(Collections.nCopies(VISITORS, (Callable<Integer>) this::visits))) {
                most = Math.max(most, visitor.get());
            }
        }

        assertThat(most).isEqualTo(1);
    }

    /** Comes and goes; tells how many were there at most. */
    private int visits() {
        int most = 0;
        for (int context = 0; context < VISITS; context++) {
            if (limiter.take(CROWDED)) {
                most = Math.max(most, present.incrementAndGet());
                present.decrementAndGet();
                limiter.give(CROWDED);
            }
        }
        return most;
    }
}
