package dev.tollgate.gateway.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TransferPaceTest {

    private final AtomicLong nanos = new AtomicLong();
    private final TransferPace pace = new TransferPace(nanos::get);

    private boolean isTooSlow(long bytes, long seconds) {
        nanos.set(Duration.ofSeconds(seconds).toNanos());
        return pace.isTooSlow(bytes);
    }

    @Test
    void a_transfer_in_which_nothing_moves_is_too_slow() {
        assertThat(isTooSlow(10_000_000, 5)).isFalse();
        assertThat(isTooSlow(10_000_000, 34)).isFalse();
        assertThat(isTooSlow(10_000_000, 35)).isTrue();
    }

    @Test
    void a_byte_now_and_then_is_too_slow() {
        for (int second = 5; second < 30; second += 5) {
            assertThat(isTooSlow(second, second)).isFalse();
        }

        assertThat(isTooSlow(30, 30)).isTrue();
    }

    @Test
    void a_transfer_of_the_least_rate_goes_on_for_an_hour() {
        for (int second = 5; second < 3_600; second += 5) {
            assertThat(isTooSlow(second * TransferPace.RATE_MIN, second)).isFalse();
        }

        assertThat(isTooSlow(3_600 * TransferPace.RATE_MIN, 3_600)).isTrue();
    }
}
