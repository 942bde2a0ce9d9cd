package dev.tollgate.webhooks.intake;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LoneFailuresTest {

    private final LoneFailures failures = new LoneFailures();

    @Test
    void failures_are_those_of_one_event() {
        assertThat(failures.count(0, 7)).isOne();
        assertThat(failures.count(0, 7)).isEqualTo(2);
        assertThat(failures.count(1, 7)).isOne();
        assertThat(failures.count(0, 7)).isEqualTo(3);
    }

    @Test
    void an_event_does_not_inherit_those_of_another_of_its_partition() {
        var _ = failures.count(0, 7);
        var _ = failures.count(0, 7);

        assertThat(failures.count(0, 8)).isOne();
        assertThat(failures.count(0, 7)).isOne();
    }

    @Test
    void what_was_stored_or_skipped_is_forgotten() {
        var _ = failures.count(0, 7);
        failures.forget(0);

        assertThat(failures.count(0, 7)).isOne();
    }
}
