package dev.tollgate.modules.analytics.violation;

import static dev.tollgate.modules.analytics.Governed.ORDER;
import static dev.tollgate.modules.analytics.Governed.event;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.modules.Desk;
import dev.tollgate.modules.analytics.definition.EventDefinition;
import dev.tollgate.modules.analytics.violation.Violation.Resolution;
import dev.tollgate.modules.analytics.violation.Violation.Status;
import dev.tollgate.modules.analytics.violation.ViolationOperations.ViolationDecision;
import dev.tollgate.modules.bi.event.TrackAnswer;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What resolves a violation, and what becomes of its events. */
class ResolutionsTest extends ViolationTests {

    private EventDefinition widened() {
        return workspace.approved(
                workspace.edited(definition, "'schema': " + ORDER.replace(", 'pattern': '^[A-Z]{2}$'", "")));
    }

    @Test
    void accept_checks_held_events_again_and_releases_the_good() {
        var tracked = workspace.tracked(BAD);
        var _ = workspace.tracked(event("Order", "{'amount': 2, 'country': 'Sweden'}"));
        var _ = widened();

        var releasing = workspace.resolved(workspace.read(tracked), Resolution.ACCEPT);
        desk.runJobs();

        assertThat(releasing.status()).isEqualTo(Status.RELEASING);
        assertThat(workspace.rows("e.revision || ' ' || (e.props ->> 'country')", "Order"))
                .containsExactlyInAnyOrder("2 Norway", "2 Sweden");
        var resolved = workspace.read(tracked);
        assertThat(resolved.status()).isEqualTo(Status.RESOLVED);
        assertThat(resolved.resolution()).isEqualTo(Resolution.ACCEPT);
        assertThat(resolved.held()).isZero();
        assertThat(workspace.events()).endsWith("violation.resolved");
    }

    @Test
    void accept_keeps_what_is_bad_still() {
        var tracked = workspace.tracked(BAD);

        var _ = workspace.resolved(workspace.read(tracked), Resolution.ACCEPT);
        desk.runJobs();

        assertThat(workspace.rows("Order")).isEmpty();
        assertThat(workspace.read(tracked).status()).isEqualTo(Status.OPEN);
        assertThat(workspace.read(tracked).held()).isEqualTo(1);
    }

    @Test
    void more_events_than_one_step_are_released_once_each() {
        var tracked = workspace.tracked(BAD);
        for (int call = 0; call < 2; call++) {
            var _ = workspace.track(
                    String.join(",", IntStream.range(0, 150).mapToObj(_ -> BAD).toList()));
        }
        var _ = widened();

        var _ = workspace.resolved(workspace.read(tracked), Resolution.ACCEPT);
        desk.runJobs();

        assertThat(workspace.rows("Order")).hasSize(301);
        assertThat(workspace.held()).isZero();
        assertThat(workspace.read(tracked).status()).isEqualTo(Status.RESOLVED);
    }

    @Test
    void a_corrected_event_of_the_same_id_is_taken_while_the_bad_one_is_held() {
        var bad = workspace.tracked(
                "{'name': 'Order', 'event_id': 'e1', 'properties': {'amount': 1, 'country': 'Norway'}}");
        var good =
                workspace.tracked("{'name': 'Order', 'event_id': 'e1', 'properties': {'amount': 1, 'country': 'NO'}}");
        var _ = widened();
        var _ = workspace.resolved(workspace.read(bad), Resolution.ACCEPT);
        desk.runJobs();

        assertThat(good.status().name()).isEqualTo("ACCEPTED");
        assertThat(workspace.rows("e.props ->> 'country'", "Order")).containsExactly("NO");
        assertThat(workspace.held()).isZero();
    }

    @Test
    void discard_deletes_and_the_next_one_opens_it_again() {
        var tracked = workspace.tracked(BAD);

        var discarded = workspace.resolved(workspace.read(tracked), Resolution.DISCARD);
        assertThat(discarded.status()).isEqualTo(Status.RESOLVED);
        assertThat(discarded.held()).isZero();
        assertThat(workspace.held()).isZero();

        var _ = workspace.tracked(BAD);
        var again = workspace.read(tracked);
        assertThat(again.status()).isEqualTo(Status.OPEN);
        assertThat(again.resolution()).isNull();
        assertThat(again.count()).isEqualTo(2);
        assertThat(workspace.events().stream().filter(type -> type.startsWith("violation")))
                .containsExactly("violation.opened", "violation.resolved", "violation.opened");
    }

    @Test
    void ignore_mutes_until_the_next_revision() {
        var tracked = workspace.tracked(BAD);
        var _ = workspace.resolved(workspace.read(tracked), Resolution.IGNORE);

        assertThat(workspace.tracked(BAD).violationId()).isEqualTo(tracked.violationId());
        assertThat(workspace.read(tracked).status()).isEqualTo(Status.IGNORED);

        var _ = workspace.approved(workspace.edited(definition, "'measures': ['amount']"));
        var next = workspace.tracked(BAD);
        assertThat(next.violationId()).isNotEqualTo(tracked.violationId());
        assertThat(workspace.read(next).status()).isEqualTo(Status.OPEN);
    }

    @Test
    void a_release_under_way_takes_no_other_decision() {
        var tracked = workspace.tracked(BAD);
        var violation = workspace.resolved(workspace.read(tracked), Resolution.ACCEPT);

        assertThat(desk.refusal(
                        ViolationOperations.RESOLVE,
                        workspace.caller(),
                        new ViolationDecision(violation.id(), Resolution.DISCARD, null)))
                .isInstanceOf(Refusal.Conflict.class);
    }

    @Test
    void nothing_is_lost_where_calls_track_while_others_resolve() {
        var tracked = workspace.tracked(BAD);
        var violation = workspace.read(tracked);
        var calls = new ArrayList<Future<?>>();
        for (int call = 0; call < 40; call++) {
            calls.add(workspace.tracking(BAD + "," + BAD));
            if (call % 8 == 0) {
                calls.add(workspace.resolving(violation, Resolution.DISCARD));
            }
        }

        var settled = Desk.await(Future.join(calls).otherwiseEmpty().map(calls));
        long stored = settled.stream()
                .filter(call -> call.succeeded()
                        && call.result() instanceof Outcome.Done<?>(var answer)
                        && answer instanceof TrackAnswer)
                .count();
        desk.later(Duration.ofSeconds(11));
        desk.runJobs();
        var after = workspace.read(tracked);

        assertThat(stored).isPositive();
        assertThat(after.count()).isEqualTo(1 + 2 * stored);
        assertThat(after.held()).isEqualTo(workspace.held());
        assertThat(after.status()).isEqualTo(workspace.held() > 0 ? Status.OPEN : Status.RESOLVED);
        assertThat(desk.ownerRows("SELECT id FROM analytics.violation_delta WHERE violation_id = '"
                        + violation.id().value() + "'"))
                .isEmpty();
    }
}
