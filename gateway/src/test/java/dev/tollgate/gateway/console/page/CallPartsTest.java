package dev.tollgate.gateway.console.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.tollgate.gateway.console.view.ShownValue;
import dev.tollgate.runtime.json.Json;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class CallPartsTest {

    @Test
    void steps_of_a_request_are_in_the_order_of_their_times() throws IOException {
        var request = Json.MAPPER.readTree("""
                {"time": "2026-11-28T10:00:00Z", "operation": "create_task", "outcome": "ok",
                 "audit_events": [{"time": "2026-11-28T10:00:00.004Z", "action": "task.create", "outcome": "ok"}],
                 "usage_events": [{"recorded_at": "2026-11-28T10:00:01.500Z", "dimension": "rest.write",
                                   "quantity": 1, "charge_micros": 100}],
                 "webhook_deliveries": [{"event_type": "task.created", "status": "succeeded", "attempt_count": 1}]}""");

        var timeline = CallParts.timeline(request);

        assertThat(timeline.entries())
                .extracting(ShownValue.Entry::label, ShownValue.Entry::name)
                .containsExactly(
                        tuple("+0 ms", "call: create_task, ok"),
                        tuple("+4 ms", "audit: task.create, ok"),
                        tuple("+1.5 s", "usage: rest.write × 1, $0.0001"),
                        tuple("–", "delivery: task.created, succeeded, attempts: 1"));
    }

    @Test
    void a_delivery_that_waits_is_a_step_at_its_next_attempt() throws IOException {
        var request = Json.MAPPER.readTree("""
                {"time": "2026-11-28T10:00:00Z", "operation": "create_task", "outcome": "ok",
                 "webhook_deliveries": [{"event_type": "task.created", "status": "retrying", "attempt_count": 2,
                                         "next_attempt_at": "2026-11-28T10:01:00Z"}]}""");

        var timeline = CallParts.timeline(request);

        assertThat(timeline.entries().getLast().label()).isEqualTo("+60.0 s");
    }
}
