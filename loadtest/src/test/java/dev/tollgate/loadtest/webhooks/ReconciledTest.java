package dev.tollgate.loadtest.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tollgate.loadtest.scenario.Scenario.Broken;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReconciledTest {

    @Test
    void an_event_that_came_twice_counts_once() {
        var reconciled = Reconciled.of(
                Set.of("tsk_1", "tsk_2"), List.of(receipt("tsk_1", 1), receipt("tsk_2", 2), receipt("tsk_1", 1)));

        assertThat(reconciled.first()).hasSize(2);
        assertThat(reconciled.duplicates()).isEqualTo(1);
    }

    @Test
    void an_event_that_never_came_breaks_the_run() {
        assertThatThrownBy(() -> Reconciled.of(Set.of("tsk_1", "tsk_2"), List.of(receipt("tsk_1", 1))))
                .isInstanceOf(Broken.class)
                .hasMessageContaining("1 of 2");
    }

    @Test
    void an_event_under_two_ids_breaks_the_run() {
        assertThatThrownBy(() -> Reconciled.of(Set.of("tsk_1"), List.of(receipt("tsk_1", 1), receipt("tsk_1", 2))))
                .isInstanceOf(Broken.class)
                .hasMessageContaining("webhook-id");
    }

    private static Receipt receipt(String task, int event) {
        return new Receipt("/", 2_000, 200, "evt_" + event, 1_000, task, 1);
    }
}
