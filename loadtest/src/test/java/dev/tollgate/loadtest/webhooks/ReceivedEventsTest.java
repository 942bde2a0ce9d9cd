package dev.tollgate.loadtest.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tollgate.loadtest.receiver.Receipt;
import dev.tollgate.loadtest.report.BrokenPromise;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReceivedEventsTest {

    @Test
    void an_event_that_came_twice_counts_once() {
        var reconciled = new ReceivedEvents(
                Set.of("tsk_1", "tsk_2"), List.of(receipt("tsk_1", 1), receipt("tsk_2", 2), receipt("tsk_1", 1)));

        assertThat(reconciled.first()).hasSize(2);
        assertThat(reconciled.duplicates()).isEqualTo(1);
    }

    @Test
    void an_event_that_never_came_breaks_the_run() {
        assertThatThrownBy(() -> new ReceivedEvents(Set.of("tsk_1", "tsk_2"), List.of(receipt("tsk_1", 1))))
                .isInstanceOf(BrokenPromise.class)
                .hasMessageContaining("1 of 2");
    }

    @Test
    void an_event_under_two_ids_breaks_the_run() {
        assertThatThrownBy(() -> new ReceivedEvents(Set.of("tsk_1"), List.of(receipt("tsk_1", 1), receipt("tsk_1", 2))))
                .isInstanceOf(BrokenPromise.class)
                .hasMessageContaining("webhook-id");
    }

    private static Receipt receipt(String task, int event) {
        var headers = new Receipt.Headers("evt_" + event, "", "", "", "");
        return new Receipt(0, "/", 2_000, 200, headers, 0, "task.created", 1, task, 1);
    }
}
