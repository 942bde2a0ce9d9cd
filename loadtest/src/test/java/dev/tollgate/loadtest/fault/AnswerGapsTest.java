package dev.tollgate.loadtest.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.loadtest.report.Await;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AnswerGapsTest {

    private static final Duration WAIT_MAX = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(1);

    @Test
    void a_gap_counts_while_it_lasts_and_after_it_has_ended() throws InterruptedException {
        var served = new AtomicLong();
        try (var gaps = new AnswerGaps(served::get)) {

            boolean counted = Await.until(WAIT_MAX, POLL, () -> gaps.longestSeconds() >= 0.05);
            served.incrementAndGet();

            assertThat(counted).isTrue();
            assertThat(gaps.longestSeconds()).isGreaterThanOrEqualTo(0.05);
        }
    }
}
