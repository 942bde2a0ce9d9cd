package dev.tollgate.loadtest.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LoadWindowTest {

    @Test
    void calls_that_were_refused_are_in_no_percentile() {
        var counter = new LoadWindow.Counter();
        counter.add(200, TimeUnit.MILLISECONDS.toNanos(50), "");
        for (int i = 0; i < 99; i++) {
            counter.add(429, TimeUnit.MILLISECONDS.toNanos(1), "{\"code\":\"rate_limited\"}");
        }

        var window = counter.next();

        assertThat(window.successes()).isEqualTo(1);
        assertThat(window.errors()).isEqualTo(Map.of("429 rate_limited", 99L));
        assertThat(window.p50Ms()).isCloseTo(50, within(0.1));
    }
}
