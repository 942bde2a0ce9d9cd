package dev.tollgate.modules.analytics;

import static dev.tollgate.modules.analytics.Governed.ORDER;
import static dev.tollgate.modules.analytics.Governed.event;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.Caller;
import dev.tollgate.modules.analytics.definition.EventDefinitionOperations;
import dev.tollgate.modules.bi.event.TrackAnswer;
import dev.tollgate.modules.tracked.EventFault;
import dev.tollgate.modules.tracked.EventStorage;
import dev.tollgate.modules.tracked.FaultKind;
import dev.tollgate.records.resource.Ref;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of good and bad events. */
class EnforcementTest extends GovernedTests {

    private static List<FaultKind> kinds(TrackAnswer.Tracked tracked) {
        return tracked.faults() == null
                ? List.of()
                : tracked.faults().stream().map(EventFault::kind).toList();
    }

    @ParameterizedTest
    @CsvSource({"observe, COUNTED, 1, 0", "quarantine, QUARANTINED, 0, 1", "block, NO, 0, 0"})
    void a_bad_event_is_stored_as_its_plan_says(String enforcement, EventStorage stored, int rows, long held) {
        var plan = workspace.plan("'enforcement': '" + enforcement + "'");
        var _ = workspace.approved(plan, "Order", ORDER, "");

        var bad = workspace.tracked(event("Order", "{'amount': 'ten', 'country': 'Norway', 'extra': 1}"));
        var missing = workspace.tracked(event("Order", "{}"));
        var good = workspace.tracked(event("Order", "{'amount': 10, 'country': null}"));

        assertThat(bad.status()).isEqualTo(TrackAnswer.Status.VIOLATION);
        assertThat(bad.stored()).isEqualTo(stored);
        assertThat(kinds(bad)).containsExactlyInAnyOrder(FaultKind.TYPE, FaultKind.VALUE, FaultKind.EXTRA);
        assertThat(kinds(missing)).containsExactly(FaultKind.MISSING);
        assertThat(good.status()).isEqualTo(TrackAnswer.Status.ACCEPTED);
        assertThat(workspace.rows("Order")).hasSize(1 + 2 * rows);
        assertThat(workspace.held()).isEqualTo(2 * held);
        assertThat(workspace.read(bad).samples()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"accept, ACCEPTED, 1", "quarantine, VIOLATION, 0", "block, VIOLATION, 0"})
    void names_of_no_definition_are_ruled_by_the_default_plan(String unplanned, TrackAnswer.Status status, int rows) {
        var plan = workspace.plan("'is_default': true, 'unplanned': '" + unplanned + "'");
        var _ = workspace.draft(plan, "Draft", ORDER, "");

        var tracked = workspace.tracked(event("Draft", "{'amount': 'ten'}"));

        assertThat(tracked.status()).isEqualTo(status);
        assertThat(kinds(tracked)).isEqualTo(rows == 1 ? List.of() : List.of(FaultKind.UNPLANNED));
        assertThat(workspace.rows("Draft")).hasSize(rows);
    }

    @Test
    void without_a_default_plan_names_of_no_definition_are_accepted() {
        assertThat(workspace.tracked(event("Whatever", "{'a': 1}")).status()).isEqualTo(TrackAnswer.Status.ACCEPTED);
    }

    @Test
    void without_the_module_bad_events_are_accepted_and_values_of_people_are_hashed() {
        var other = new Governed(
                desk,
                new Caller(
                        workspace.caller().actor(),
                        workspace.caller().tenant(),
                        workspace.caller().workspace(),
                        Set.of(),
                        null,
                        Set.of("bi")));
        var plan = workspace.plan("'is_default': true, 'unplanned': 'block', 'enforcement': 'block'");
        var _ = workspace.approved(plan, "Order", ORDER, "'classes': {'email': 'pii'}");

        var tracked =
                other.tracked(event("Order", "{'amount': 'ten', 'email': 'Ada Lovelace', 'token': 'ada@example.org'}"));
        var unknown = other.tracked(event("Unknown", "{'deep': {'list': ['ada@example.org']}}"));
        var old = other.tracked("{'name': 'Order', 'occurred_at': '2001-01-01T00:00:00Z'}");

        assertThat(tracked.status()).isEqualTo(TrackAnswer.Status.ACCEPTED);
        assertThat(kinds(tracked)).containsExactly(FaultKind.SUSPECTED_PII);
        assertThat(tracked.violationId()).isNull();
        assertThat(other.rows("Order"))
                .singleElement()
                .asString()
                .contains("\"ten\"", "pii_1_")
                .doesNotContain("Ada Lovelace", "ada@example.org");
        assertThat(unknown.status()).isEqualTo(TrackAnswer.Status.ACCEPTED);
        assertThat(other.rows("Unknown")).singleElement().asString().doesNotContain("ada@example.org");
        assertThat(other.held()).isZero();
        assertThat(old.stored()).isEqualTo(EventStorage.NO);
        assertThat(old.violationId()).isNull();
    }

    @Test
    void times_that_no_row_can_have_are_held_even_where_bad_events_count() {
        var plan = workspace.plan("'enforcement': 'observe'");
        var _ = workspace.approved(plan, "Order", ORDER, "");
        var ahead = workspace.now().plus(Duration.ofMinutes(11));
        var old = workspace.now().minus(Duration.ofDays(401));

        var future =
                workspace.tracked("{'name': 'Order', 'occurred_at': '" + ahead + "', 'properties': {'amount': 1}}");
        var tooOld = workspace.tracked("{'name': 'Order', 'occurred_at': '" + old + "', 'properties': {'amount': 1}}");

        assertThat(kinds(future)).containsExactly(FaultKind.FUTURE);
        assertThat(kinds(tooOld)).containsExactly(FaultKind.TOO_OLD);
        assertThat(List.of(Objects.requireNonNull(future.stored()), Objects.requireNonNull(tooOld.stored())))
                .containsOnly(EventStorage.QUARANTINED);
        assertThat(workspace.rows("Order")).isEmpty();
    }

    @Test
    void a_deprecated_event_counts_and_is_noted() {
        var definition = workspace.approved(workspace.plan("'enforcement': 'block'"), "Order", ORDER, "");
        var _ = desk.done(EventDefinitionOperations.DEPRECATE, workspace.caller(), new Ref<>(definition.id()));

        var tracked = workspace.tracked(event("Order", "{'amount': 1}"));

        assertThat(tracked.status()).isEqualTo(TrackAnswer.Status.ACCEPTED);
        assertThat(kinds(tracked)).containsExactly(FaultKind.DEPRECATED);
        assertThat(workspace.rows("Order")).hasSize(1);
        assertThat(workspace.read(tracked).kind()).isEqualTo(FaultKind.DEPRECATED);
    }

    @Test
    void only_the_revision_that_was_approved_last_checks() {
        var plan = workspace.plan("'enforcement': 'block'");
        var definition = workspace.approved(plan, "Order", ORDER, "");
        var proposed = workspace.edited(
                definition,
                "'schema': {'type': 'object', 'properties': {'amount': {'type': 'number'}, 'country': {'type': 'string'},"
                        + " 'email': {'type': 'string'}, 'token': {'type': 'string'}}}");
        var event = event("Order", "{'country': 'Norway'}");

        assertThat(workspace.tracked(event).status()).isEqualTo(TrackAnswer.Status.VIOLATION);

        var _ = workspace.approved(proposed);
        assertThat(workspace.tracked(event).status()).isEqualTo(TrackAnswer.Status.ACCEPTED);
        assertThat(workspace.rows("e.revision::text", "Order")).containsExactly("2");
    }

    @Test
    void a_trial_says_what_would_become_of_an_event_and_keeps_nothing() {
        var definition = workspace.approved(workspace.plan(""), "Order", ORDER, "");
        var before = desk.events(workspace.caller()).size();

        var bad = workspace.done(
                EventDefinitionOperations.VALIDATE, "{'name': 'Order', 'properties': {'country': 'Norway'}}");
        var good = workspace.done(EventDefinitionOperations.VALIDATE, "{'name': 'Order', 'properties': {'amount': 1}}");

        assertThat(bad.valid()).isFalse();
        assertThat(bad.stored()).isEqualTo(EventStorage.QUARANTINED);
        assertThat(bad.faults())
                .extracting(EventFault::path)
                .containsExactlyInAnyOrder("properties.amount", "properties.country");
        assertThat(good.valid()).isTrue();
        assertThat(good.revision()).isEqualTo(1);
        assertThat(desk.events(workspace.caller())).hasSize(before);
        assertThat(workspace.read(definition).lastSeenAt()).isNull();
        assertThat(desk.ownerRows("SELECT id FROM analytics.violation WHERE workspace_id = '"
                        + workspace.caller().workspaceId().value() + "'"))
                .isEmpty();
    }

    @Test
    void a_definition_says_when_it_was_seen_last() {
        var definition = workspace.approved(workspace.plan(""), "Order", ORDER, "");

        var _ = workspace.tracked(event("Order", "{'amount': 1}"));

        assertThat(workspace.read(definition).lastSeenAt()).isNotNull();
    }
}
