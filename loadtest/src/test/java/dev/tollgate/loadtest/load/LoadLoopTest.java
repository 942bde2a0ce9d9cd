package dev.tollgate.loadtest.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import org.junit.jupiter.api.Test;

/** What a load says that has no result. */
class LoadLoopTest {

    @Test
    void a_load_that_does_not_end_says_what_was_measured_and_how_long_it_waited() {
        try (var loop = new LoadLoop()) {
            assertThatThrownBy(() -> loop.await(0, () -> Promise.promise().future()))
                    .isInstanceOfSatisfying(
                            LoadFailed.class,
                            failed -> assertThat(failed.during("at 900 calls a second")
                                            .during("leg create_task"))
                                    .hasMessage(
                                            "leg create_task: at 900 calls a second: not every call was answered within 0 s"));
        }
    }

    @Test
    void a_load_that_breaks_off_says_why() {
        try (var loop = new LoadLoop()) {
            assertThatThrownBy(() -> loop.await(30, () -> Future.failedFuture("refused")))
                    .isInstanceOf(LoadFailed.class)
                    .hasMessageContaining("refused");
        }
    }
}
