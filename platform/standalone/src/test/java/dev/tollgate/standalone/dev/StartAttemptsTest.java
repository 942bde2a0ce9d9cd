package dev.tollgate.standalone.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tollgate.contract.outcome.Failure;
import java.net.http.HttpTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class StartAttemptsTest {
    private static final Duration ATTEMPT = Duration.ofSeconds(70);

    private final List<String> said = new ArrayList<>();
    private Instant now = Instant.EPOCH;

    private final StartAttempts attempts =
            new StartAttempts(() -> now, said::add, () -> {}, Path.of(".tollgate", "dev.log"));

    @Test
    void a_start_that_a_busy_machine_refused_is_tried_again() {
        var tries = new AtomicInteger();

        var result = attempts.run(_ -> {
            now = now.plus(ATTEMPT);
            if (tries.incrementAndGet() < 3) {
                throw Failure.Unavailable.before("no connection became free within 1000 ms", new Exception());
            }
            return "started";
        });

        assertThat(result).isEqualTo("started");
        assertThat(said)
                .hasSize(2)
                .allSatisfy(line -> assertThat(line).contains("on ", "processors", "no connection became free"));
    }

    @Test
    void one_bound_ends_all_attempts_in_one_line_that_names_the_machine_and_the_log() {
        var lefts = new ArrayList<Duration>();

        assertThatThrownBy(() -> attempts.run(left -> {
                    lefts.add(left);
                    now = now.plus(ATTEMPT);
                    throw new IllegalStateException("the demo was not made", new HttpTimeoutException("timed out"));
                }))
                .isInstanceOf(StartTooSlow.class)
                .hasMessageMatching("not started within 300 s: this machine is too slow or too busy"
                        + " \\(load .+ on \\d+ processors\\)\\. Last: the demo was not made\\."
                        + " The log is \\.tollgate/dev\\.log");
        assertThat(lefts).hasSize(5).startsWith(StartAttempts.START_MAX);
        assertThat(lefts.getLast()).isEqualTo(StartAttempts.START_MAX.minus(ATTEMPT.multipliedBy(4)));
    }

    @Test
    void what_fails_for_another_reason_fails_at_once() {
        assertThatThrownBy(() -> attempts.run(_ -> {
                    throw new IllegalArgumentException("the port is in use");
                }))
                .hasMessage("the port is in use");
        assertThat(said).isEmpty();
    }
}
