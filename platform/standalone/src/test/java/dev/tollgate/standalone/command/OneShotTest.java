package dev.tollgate.standalone.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class OneShotTest {

    @Test
    void work_that_takes_too_long_is_given_up_in_words() {
        var never = Promise.<Void>promise().future();

        assertThatThrownBy(() -> OneShot.within(Duration.ZERO, _ -> never))
                .isInstanceOf(TimeoutException.class)
                .hasMessage("the command was given up after 0 minutes");
    }

    @Test
    void work_to_the_end_says_how_far_it_is_until_it_is_done() throws Exception {
        var err = new StringWriter();

        var done = OneShot.toEnd(vertx -> {
            var toldTwice = Promise.<String>promise();
            var lines = new int[1];
            OneShot.tell(vertx, Duration.ofMillis(1), new PrintWriter(err), () -> {
                lines[0]++;
                if (lines[0] == 2) {
                    toldTwice.complete("read");
                }
                return lines[0] + " pages read";
            });
            return toldTwice.future();
        });

        assertThat(done).isEqualTo("read");
        assertThat(err.toString()).startsWith("tollgate: 1 pages read\n");
    }

    @Test
    void what_work_throws_is_its_failure() {
        assertThatThrownBy(() -> OneShot.toEnd(_ -> Future.failedFuture(new IllegalStateException("broken"))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("broken");
    }
}
