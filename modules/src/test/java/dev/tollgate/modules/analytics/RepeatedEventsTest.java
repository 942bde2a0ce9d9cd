package dev.tollgate.modules.analytics;

import static dev.tollgate.modules.analytics.Governed.ORDER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.modules.Desk;
import dev.tollgate.modules.analytics.violation.Violation.Resolution;
import dev.tollgate.modules.bi.event.TrackAnswer;
import dev.tollgate.modules.bi.event.TrackAnswer.Status;
import dev.tollgate.modules.tracked.EventStorage;
import io.vertx.core.Future;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Bad events whose id was sent before. */
class RepeatedEventsTest extends GovernedTests {

    private void enforced(String enforcement) {
        var _ = workspace.approved(workspace.plan("'enforcement': '" + enforcement + "'"), "Order", ORDER, "");
    }

    private static String order(String id, String amount) {
        return "{'name': 'Order', 'event_id': '" + id + "', 'properties': {'amount': " + amount + "}}";
    }

    private static List<Status> statuses(TrackAnswer answer) {
        return answer.results().stream().map(TrackAnswer.Tracked::status).toList();
    }

    @Test
    void a_held_event_that_is_sent_again_is_a_duplicate_and_free() {
        enforced("quarantine");
        var first = workspace.tracked(order("e1", "-1"));

        var again = workspace.track(String.join(",", order("e1", "-1"), order("e2", "-1"), order("e2", "-2")));

        assertThat(statuses(again)).containsExactly(Status.DUPLICATE, Status.VIOLATION, Status.DUPLICATE);
        assertThat(again.duplicates()).isEqualTo(2);
        assertThat(again.violations()).as("which are charged").isOne();
        assertThat(workspace.held()).isEqualTo(2);
        assertThat(workspace.read(first).count()).isEqualTo(2);
        assertThat(workspace.read(first).held()).isEqualTo(2);
    }

    @Test
    void calls_with_the_same_id_at_once_hold_it_once() {
        enforced("quarantine");

        var calls = IntStream.range(0, 10)
                .mapToObj(_ -> workspace.tracking(order("e1", "-1")))
                .toList();
        var violations = Desk.await(Future.all(calls)
                .map(_ -> calls.stream()
                        .mapToLong(call -> call.result() instanceof Outcome.Done<TrackAnswer>(TrackAnswer answer)
                                ? answer.violations()
                                : 0)
                        .sum()));

        assertThat(violations).isEqualTo(1);
        assertThat(workspace.held()).isEqualTo(1);
    }

    @Test
    void an_id_is_free_again_once_its_event_was_discarded() {
        enforced("quarantine");
        var first = workspace.tracked(order("e1", "-1"));
        var _ = workspace.resolved(workspace.read(first), Resolution.DISCARD);

        assertThat(workspace.tracked(order("e1", "-1")).status()).isEqualTo(Status.VIOLATION);
        assertThat(workspace.held()).isEqualTo(1);
    }

    @Test
    void an_event_that_found_the_quarantine_full_is_held_when_it_is_sent_again() {
        enforced("quarantine");
        var held = workspace.tracked(order("e1", "-1"));
        var full = "UPDATE analytics.violation SET held = %d WHERE workspace_id = '"
                + workspace.caller().workspaceId().value() + "'";
        desk.owner(full.formatted(100_000));
        var lost = workspace.tracked(order("e2", "-1"));
        desk.owner(full.formatted(1));

        var again = workspace.tracked(order("e2", "-1"));

        assertThat(lost.stored()).isEqualTo(EventStorage.NO);
        assertThat(again.stored()).isEqualTo(EventStorage.QUARANTINED);
        assertThat(again.violationId()).isEqualTo(held.violationId());
    }

    @Test
    void a_bad_event_with_the_id_of_a_stored_one_is_a_duplicate() {
        for (var enforcement : List.of("quarantine", "block")) {
            workspace = Governed.on(desk);
            enforced(enforcement);

            var both = workspace.track(order("e1", "1") + "," + order("e1", "-1"));
            var later = workspace.tracked(order("e1", "-1"));

            assertThat(statuses(both)).as(enforcement).containsExactly(Status.ACCEPTED, Status.DUPLICATE);
            assertThat(later.status()).as(enforcement).isEqualTo(Status.DUPLICATE);
        }
    }

    @Test
    void a_blocked_event_is_not_remembered() {
        enforced("block");

        var first = workspace.tracked(order("e1", "-1"));
        var again = workspace.tracked(order("e1", "-1"));

        assertThat(again.status()).isEqualTo(Status.VIOLATION);
        assertThat(workspace.read(first).count()).isEqualTo(2);
    }
}
