package dev.tollgate.gateway.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AckPatienceTest {

    private final AckPatience patience = new AckPatience();

    @Test
    void a_quick_log_is_waited_for_the_least_time() {
        acknowledged(100, Duration.ofMillis(2));

        assertThat(patience.now()).isEqualTo(AckPatience.LEAST);
    }

    @Test
    void a_busy_log_is_waited_for_several_times_what_it_takes() {
        acknowledged(200, Duration.ofMillis(60));

        assertThat(patience.now()).isBetween(Duration.ofMillis(239), Duration.ofMillis(240));
    }

    @Test
    void one_late_record_changes_little_and_many_never_more_than_the_most() {
        acknowledged(1, Duration.ofMinutes(1));
        assertThat(patience.now()).isEqualTo(Duration.ofMillis(200));

        acknowledged(1_000, Duration.ofMinutes(1));

        assertThat(patience.now()).isEqualTo(AckPatience.MOST);
    }

    private void acknowledged(int records, Duration took) {
        IntStream.range(0, records).forEach(_ -> patience.acknowledged(took.toNanos()));
    }
}
