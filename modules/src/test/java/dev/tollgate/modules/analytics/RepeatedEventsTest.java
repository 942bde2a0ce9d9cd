package dev.tollgate.modules.analytics;

import static dev.tollgate.modules.analytics.Governed.ORDER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.modules.Desk;
import dev.tollgate.modules.analytics.definition.EventDefinition;
import dev.tollgate.modules.analytics.violation.Violation.Resolution;
import dev.tollgate.modules.bi.event.TrackAnswer;
import dev.tollgate.modules.bi.event.TrackAnswer.Status;
import dev.tollgate.modules.tracked.EventStorage;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Bad events whose id was sent before. */
class RepeatedEventsTest extends GovernedTests {

    private static final String WAITING =
            "SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()";

    /** Stores the held events of a workspace, as their release does. */
    private static final String RELEASED = """
            WITH gone AS (DELETE FROM analytics.held_event WHERE workspace_id = '%s' RETURNING *)
            SELECT bi.add_events(g.workspace_id, now(), ARRAY[g.event_id], ARRAY[g.event_id], ARRAY[g.occurred_at],
                                 ARRAY[n.no], ARRAY[g.actor], ARRAY[1], ARRAY[g.properties::text])
              FROM gone g JOIN bi.name n ON n.workspace_id = g.workspace_id AND n.name = g.name
            """;

    /** Gives the held event of the second violation the id of that of the first. */
    private static final String HELD_TWICE = """
            WITH free AS (
                DELETE FROM analytics.held_id i USING analytics.held_event e
                 WHERE i.workspace_id = '%1$s' AND e.workspace_id = i.workspace_id AND e.event_id = i.event_id
                   AND e.violation_id = '%2$s')
            UPDATE analytics.held_event e SET event_id = one.event_id FROM analytics.held_event one
             WHERE e.workspace_id = '%1$s' AND e.violation_id = '%2$s'
               AND one.workspace_id = e.workspace_id AND one.violation_id = '%3$s'
            """;

    private EventDefinition enforced(String enforcement) {
        return workspace.approved(workspace.plan("'enforcement': '" + enforcement + "'"), "Order", ORDER, "");
    }

    /** The first event of a name keeps other calls waiting until it is stored. */
    private void nameIsKnown() {
        var _ = workspace.tracked(order("e0", "0"));
    }

    private static String order(String id, String amount) {
        return "{'name': 'Order', 'event_id': '" + id + "', 'properties': {'amount': " + amount + "}}";
    }

    private static TrackAnswer answer(Future<Outcome<TrackAnswer>> call) {
        return Desk.await(call) instanceof Outcome.Done<TrackAnswer>(TrackAnswer answer)
                ? answer
                : fail("the call was refused");
    }

    private static List<Status> statuses(TrackAnswer answer) {
        return answer.results().stream().map(TrackAnswer.Tracked::status).toList();
    }

    @Test
    void a_held_event_that_is_sent_again_is_a_duplicate_and_free() {
        var _ = enforced("quarantine");
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
        var _ = enforced("quarantine");

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
        var _ = enforced("quarantine");
        var first = workspace.tracked(order("e1", "-1"));
        var _ = workspace.resolved(workspace.read(first), Resolution.DISCARD);

        assertThat(workspace.tracked(order("e1", "-1")).status()).isEqualTo(Status.VIOLATION);
        assertThat(workspace.held()).isEqualTo(1);
    }

    @Test
    void an_event_that_found_the_quarantine_full_is_held_when_it_is_sent_again() {
        var _ = enforced("quarantine");
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
            var _ = enforced(enforcement);

            var both = workspace.track(order("e1", "1") + "," + order("e1", "-1"));
            var later = workspace.tracked(order("e1", "-1"));

            assertThat(statuses(both)).as(enforcement).containsExactly(Status.ACCEPTED, Status.DUPLICATE);
            assertThat(later.status()).as(enforcement).isEqualTo(Status.DUPLICATE);
        }
    }

    @Test
    void a_blocked_event_is_not_remembered() {
        var _ = enforced("block");

        var first = workspace.tracked(order("e1", "-1"));
        var again = workspace.tracked(order("e1", "-1"));

        assertThat(again.status()).isEqualTo(Status.VIOLATION);
        assertThat(workspace.read(first).count()).isEqualTo(2);
    }

    /** The release has stored the event and given up its id when the call asks for it, and commits meanwhile. */
    @Test
    void a_bad_event_whose_id_is_released_meanwhile_is_a_duplicate() {
        var _ = enforced("quarantine");
        nameIsKnown();
        var _ = workspace.tracked(order("e1", "-1"));
        var calls = new ArrayList<Future<Outcome<TrackAnswer>>>();

        desk.beforeCommit(RELEASED.formatted(workspace.caller().workspaceId().value()), () -> {
            calls.add(workspace.tracking(order("e1", "'x'")));
            desk.awaitLockWaits(1);
        });
        var again = answer(calls.getFirst());

        assertThat(statuses(again)).containsExactly(Status.DUPLICATE);
        assertThat(workspace.held()).isZero();
        assertThat(workspace.rows("e.props ->> 'amount'", "Order")).containsExactlyInAnyOrder("0", "-1");
    }

    /** The first call has claimed the id when the second asks for it, and is rolled back meanwhile. */
    @Test
    void a_bad_event_whose_id_was_claimed_by_a_call_that_failed_is_held() {
        var _ = enforced("quarantine");
        nameIsKnown();
        var calls = new ArrayList<Future<Outcome<TrackAnswer>>>();

        desk.whileLocked("LOCK TABLE analytics.violation IN EXCLUSIVE MODE", () -> {
            calls.add(workspace.tracking(order("e1", "-1")));
            desk.awaitLockWaits(1);
            var first = desk.ownerRows(WAITING).getFirst();
            calls.add(workspace.tracking(order("e1", "-1")));
            desk.awaitLockWaits(2);
            desk.owner("SELECT pg_cancel_backend(" + first + ")");
            Desk.eventually(() -> assertThat(calls.getFirst().isComplete()).isTrue());
        });
        var second = answer(calls.getLast());

        assertThat(calls.getFirst().failed()).isTrue();
        assertThat(statuses(second)).containsExactly(Status.VIOLATION);
        assertThat(workspace.held()).isOne();
    }

    /** Versions before held the same event twice, if it was sent with two faults. */
    @Test
    void an_id_that_is_held_twice_is_free_once_both_events_are_gone() {
        var _ = enforced("quarantine");
        var first = workspace.tracked(order("e1", "-1"));
        var second = workspace.tracked(order("e2", "'x'"));
        desk.owner(HELD_TWICE.formatted(
                workspace.caller().workspaceId().value(),
                second.violationId().value(),
                first.violationId().value()));

        var _ = workspace.resolved(workspace.read(first), Resolution.DISCARD);
        var between = workspace.tracked(order("e1", "-1"));
        var _ = workspace.resolved(workspace.read(second), Resolution.DISCARD);
        var afterwards = workspace.tracked(order("e1", "-1"));

        assertThat(between.status()).isEqualTo(Status.DUPLICATE);
        assertThat(afterwards.status()).isEqualTo(Status.VIOLATION);
    }
}
