package dev.tollgate.records.work;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LockWaitsTest {

    private final LockWaits waits = new LockWaits(8);

    @Test
    void people_who_wait_for_locks_leave_waits_to_operators_and_half_of_the_connections_to_all() {
        assertThat(waits.begin(false)).isTrue();
        assertThat(waits.begin(false)).isTrue();
        assertThat(waits.begin(false)).isFalse();
        assertThat(waits.begin(true)).isTrue();
        assertThat(waits.begin(true)).isTrue();
        assertThat(waits.begin(true)).isFalse();

        waits.end();

        assertThat(waits.begin(false)).isFalse();
        assertThat(waits.begin(true)).isTrue();
    }

    @Test
    void one_may_wait_however_few_connections_there_are() {
        var few = new LockWaits(1);

        assertThat(few.begin(false)).isTrue();
        assertThat(few.begin(true)).isFalse();
    }
}
