package dev.tollgate.modules.analytics.violation;

import static dev.tollgate.modules.analytics.Governed.ORDER;
import static dev.tollgate.modules.analytics.Governed.event;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.modules.Desk;
import dev.tollgate.modules.analytics.Governed;
import dev.tollgate.modules.analytics.violation.Violation.Resolution;
import dev.tollgate.modules.analytics.violation.Violation.Status;
import dev.tollgate.modules.analytics.violation.ViolationOperations.ViolationDecision;
import dev.tollgate.modules.analytics.violation.ViolationOperations.ViolationQuery;
import dev.tollgate.modules.bi.event.TrackAnswer;
import dev.tollgate.modules.tracked.EventStorage;
import dev.tollgate.modules.tracked.FaultKind;
import dev.tollgate.records.resource.Ref;
import dev.tollgate.records.table.ListInput;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is a violation, and what is kept of it. */
class ViolationsTest extends ViolationTests {

    @Test
    void events_with_the_same_faults_are_one_violation() {
        var first = workspace.tracked(BAD);
        var again = workspace.tracked(event("Order", "{'amount': 2, 'country': 'Sweden'}"));
        var other = workspace.tracked(event("Order", "{'country': 'Sweden'}"));

        var violation = workspace.read(again);

        assertThat(again.violationId()).isEqualTo(first.violationId()).isNotEqualTo(other.violationId());
        assertThat(violation.count()).isEqualTo(2);
        assertThat(violation.held()).isEqualTo(2);
        assertThat(violation.samples()).hasSize(2);
        assertThat(violation.kind()).isEqualTo(FaultKind.VALUE);
        assertThat(violation.revision()).isEqualTo(1);
        assertThat(workspace.read(other).kind()).isEqualTo(FaultKind.MISSING);
        assertThat(workspace.events()).filteredOn("violation.opened"::equals).hasSize(2);
    }

    @Test
    void samples_are_the_first_ten() {
        var all = String.join(
                ",",
                IntStream.range(0, 7)
                        .mapToObj(amount -> event("Order", "{'amount': " + amount + ", 'country': 'Norway'}"))
                        .toList());

        var _ = workspace.track(all);
        var last = workspace.track(all).results().getLast();

        assertThat(workspace.read(last).samples()).hasSize(Violation.SAMPLES_MAX);
        assertThat(workspace.read(last).count()).isEqualTo(14);
    }

    @Test
    void lists_filter_by_name_kind_and_status_and_leave_samples_out() {
        var tracked = workspace.tracked(BAD);
        var _ = workspace.tracked(event("Order", "{}"));

        var page = desk.done(
                ViolationOperations.LIST,
                workspace.caller(),
                new ViolationQuery(null, null, "Order", FaultKind.VALUE, Status.OPEN));

        assertThat(page.items()).singleElement().satisfies(listed -> {
            assertThat(listed.id()).isEqualTo(tracked.violationId());
            assertThat(listed.samples()).isNull();
        });
    }

    @Test
    void held_events_expire_after_30_days() {
        var own = Governed.open();
        try (own) {
            var there = Governed.on(own);
            var _ = there.approved(there.plan(""), "Order", ORDER, "");
            var tracked = there.tracked(BAD);

            own.later(Duration.ofDays(29));
            own.runJobs();
            assertThat(there.held()).isEqualTo(1);
            own.later(Duration.ofDays(2));
            own.runJobs();

            assertThat(there.held()).isZero();
            assertThat(there.read(tracked).held()).isZero();
        }
    }

    @Test
    void a_full_quarantine_stores_no_more() {
        var tracked = workspace.tracked(BAD);
        desk.owner("UPDATE analytics.violation SET held = " + (FaultRecording.HELD_MAX - 1) + " WHERE workspace_id = '"
                + workspace.caller().workspaceId().value() + "'");

        var results = workspace.track(BAD + "," + BAD).results();

        assertThat(results)
                .extracting(result -> result.stored())
                .containsExactly(EventStorage.QUARANTINED, EventStorage.NO);
        assertThat(results).extracting(result -> result.violationId()).containsOnly(tracked.violationId());
        assertThat(workspace.held()).isEqualTo(2);
    }

    @Test
    void another_workspace_sees_no_violation_and_resolves_none() {
        var tracked = workspace.tracked(BAD);
        var other = Governed.on(desk);

        assertThat(desk.refusal(ViolationOperations.GET, other.caller(), new Ref<>(tracked.violationId())))
                .isInstanceOf(Refusal.ResourceNotFound.class);
        assertThat(desk.refusal(
                        ViolationOperations.RESOLVE,
                        other.caller(),
                        new ViolationDecision(tracked.violationId(), Resolution.DISCARD, null)))
                .isInstanceOf(Refusal.ResourceNotFound.class);
        assertThat(desk.done(
                                ViolationOperations.LIST,
                                other.caller(),
                                ListInput.of(new ViolationQuery(null, null, null, null, null)))
                        .items())
                .isEmpty();
        assertThat(other.tracked(BAD).status().name()).isEqualTo("ACCEPTED");
    }

    @Test
    void calls_that_meet_a_new_violation_at_the_same_time_make_one() {
        var calls = IntStream.range(0, 10)
                .mapToObj(_ -> workspace.tracking(event("Order", "{'amount': 'x'}")))
                .toList();

        var ids = Desk.await(Future.all(calls)
                .map(_ -> calls.stream()
                        .map(call -> call.result() instanceof Outcome.Done<TrackAnswer>(TrackAnswer answer)
                                ? answer.results().getFirst().violationId()
                                : null)
                        .distinct()
                        .toList()));

        assertThat(ids).hasSize(1).doesNotContainNull();
        assertThat(workspace.events()).filteredOn("violation.opened"::equals).hasSize(1);
    }
}
