package dev.tollgate.modules.bi.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.operation.Meter;
import dev.tollgate.modules.Desk;
import dev.tollgate.modules.bi.event.TrackAnswer.Status;
import dev.tollgate.modules.bi.event.TrackAnswer.Tracked;
import dev.tollgate.modules.bi.event.TrackOperations.NewEvents;
import dev.tollgate.modules.tracked.EventFault;
import dev.tollgate.modules.tracked.EventStorage;
import dev.tollgate.modules.tracked.FaultKind;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What {@code track_events} answers and stores. */
class TrackedEventsTest extends TrackTests {

    @Test
    void an_event_counts_in_the_next_query() {
        var answer = tracking.track(caller, Tracking.event("signup", "a", null, "ada", null));

        assertThat(answer.accepted()).isOne();
        assertThat(answer.results()).containsExactly(new Tracked(0, Status.ACCEPTED, null, null, null, null));
        assertThat(counted()).isOne();
        assertThat(tracking.rowCount(caller)).isOne();
    }

    @Test
    void each_event_is_answered_in_its_place() {
        var _ = tracking.track(caller, Tracking.event("signup", "known", null, null, null));

        var answer = tracking.track(
                caller,
                Tracking.event("signup", "new", null, null, null),
                Tracking.event("bad*name", null, null, null, null),
                Tracking.event("signup", "known", null, null, null),
                Tracking.event("signup", "new", null, null, null),
                Tracking.event("signup", null, null, null, null));

        assertThat(answer.results())
                .extracting(Tracked::status)
                .containsExactly(Status.ACCEPTED, null, Status.DUPLICATE, Status.DUPLICATE, Status.ACCEPTED);
        assertThat(answer.results()).extracting(Tracked::index).containsExactly(0, 1, 2, 3, 4);
        assertThat(answer.results().get(1).problem()).startsWith("name is not 1 to 100");
        assertThat(answer.duplicates()).isEqualTo(2);
        assertThat(counted()).isEqualTo(3);
    }

    @Test
    void an_id_is_a_duplicate_at_any_time_and_under_any_name() {
        var _ = tracking.track(caller, Tracking.event("signup", "x", hour, null, null));

        var answer = tracking.track(caller, Tracking.event("visit", "x", hour.plusSeconds(5), "ada", null));

        assertThat(answer.duplicates()).isOne();
        assertThat(counted()).isOne();
    }

    @Test
    void what_is_no_event_is_free_and_stored_nowhere() {
        var deep = new JsonObject().put("a", new JsonObject().put("b", new JsonObject().put("c", new JsonObject())));
        var keys = new JsonObject();
        for (int key = 0; key < 65; key++) {
            keys.put("key " + key, key);
        }

        var answer = tracking.track(
                caller,
                Tracking.event(null, null, null, null, null),
                Tracking.event("signup", "x".repeat(65), null, null, null),
                Tracking.event("signup", null, null, "", null),
                Tracking.event("signup", null, null, null, deep),
                Tracking.event("signup", null, null, null, keys),
                Tracking.event("signup", null, null, null, new JsonObject().put("text", "x".repeat(9_000))),
                Tracking.event("signup", null, null, null, new JsonObject().put("n", new BigDecimal("1e-9999"))),
                Tracking.event("signup", null, null, null, new JsonObject().put("n", new BigDecimal("1e9999"))));

        assertThat(answer.results()).allMatch(result -> result.problem() != null && result.status() == null);
        assertThat(charged(answer)).isZero();
        assertThat(tracking.rowCount(caller)).isZero();
        assertThat(tracking.desk.events(caller)).isEmpty();
    }

    @Test
    void properties_are_measured_as_json() {
        var answer = tracking.track(
                caller,
                Tracking.event("signup", null, null, null, new JsonObject().put("text", "\u0001".repeat(1_363))),
                Tracking.event("signup", null, null, null, new JsonObject().put("text", "\u0001".repeat(1_364))),
                Tracking.event("signup", null, null, null, new JsonObject().put("text", "\u00e9".repeat(4_090))),
                Tracking.event("signup", null, null, null, new JsonObject().put("text", "\u00e9".repeat(4_091))));

        assertThat(answer.results())
                .extracting(result -> result.problem() == null)
                .containsExactly(true, false, true, false);
    }

    @Test
    void the_charge_is_for_new_events_and_the_hold_for_all() {
        var _ = tracking.track(caller, Tracking.events(3, "e", hour));
        var answer = tracking.track(caller, Tracking.events(5, "e", hour));

        assertThat(charged(answer)).isEqualTo(2);
        assertThat(meter().dimension()).isEqualTo("bi.event");
        assertThat(meter().most().applyAsLong(new NewEvents(List.of(Tracking.events(5, "e", hour)))))
                .isEqualTo(5);
    }

    private static Meter.Of<NewEvents, TrackAnswer> meter() {
        return (Meter.Of<NewEvents, TrackAnswer>)
                TrackOperations.TRACK.faces().getFirst().meter();
    }

    private static long charged(TrackAnswer answer) {
        return meter().done().applyAsLong(answer);
    }

    @Test
    void a_call_makes_one_domain_event_with_counts_and_no_values() {
        var _ = tracking.track(caller, Tracking.events(4, "secret", hour));

        var events = tracking.desk.events(caller);

        assertThat(events).hasSize(1);
        assertThat(events.getFirst().type()).isEqualTo(TrackOperations.TRACKED_TYPE);
        assertThat(events.getFirst().data().getLong("accepted")).isEqualTo(4);
        assertThat(events.getFirst().data().encode()).doesNotContain("secret").doesNotContain("user");
    }

    @Test
    void a_full_call_is_one_statement_per_table() {
        var _ = tracking.track(caller, Tracking.events(500, "bulk", hour));

        for (var table : List.of("bi.event", "(SELECT *, cmin FROM bi.id_0 UNION ALL SELECT *, cmin FROM bi.id_1)")) {
            var source = table.startsWith("(") ? table : "(SELECT *, cmin FROM " + table + ")";
            assertThat(tracking.desk.ownerRows("SELECT count(DISTINCT cmin::text)::text || ' ' || count(*)::text FROM "
                            + source + " AS t WHERE workspace_id = '"
                            + caller.workspaceId().value() + "'"))
                    .as(table)
                    .containsExactly("1 500");
        }
        assertThat(tracking.desk.ownerRows("SELECT count(*)::text FROM bi.pending WHERE workspace_id = '"
                        + caller.workspaceId().value() + "'"))
                .containsExactly("1");
    }

    @Test
    void a_workspace_sees_neither_events_nor_ids_nor_names_of_another() {
        var stranger = tracking.desk.stranger();
        var _ = tracking.track(stranger, Tracking.events(3, "shared", hour));

        var answer = tracking.track(caller, Tracking.events(2, "shared", hour));

        assertThat(answer.accepted()).isEqualTo(2);
        assertThat(counted()).isEqualTo(2);
        assertThat(tracking.count(stranger, hour, hour.plus(Duration.ofHours(3))))
                .isEqualTo(3);
        tracking.fold();
        assertThat(counted()).isEqualTo(2);
        assertThat(tracking.count(stranger, hour, hour.plus(Duration.ofHours(3))))
                .isEqualTo(3);
    }

    @Test
    void an_event_that_no_row_can_have_is_a_charged_violation() {
        var now = tracking.desk.clock.instant();

        var answer = tracking.track(
                caller,
                Tracking.event("signup", "future", now.plus(Duration.ofMinutes(11)), null, null),
                Tracking.event("signup", "old", now.minus(Duration.ofDays(401)), null, null),
                Tracking.event("signup", "ahead", now.plus(Duration.ofMinutes(9)), null, null));

        assertThat(answer.results())
                .extracting(Tracked::status)
                .containsExactly(Status.VIOLATION, Status.VIOLATION, Status.ACCEPTED);
        assertThat(answer.results())
                .extracting(Tracked::stored)
                .containsExactly(EventStorage.NO, EventStorage.NO, null);
        assertThat(charged(answer)).isEqualTo(3);
        assertThat(tracking.rowCount(caller)).isOne();
    }

    @Test
    void a_workspace_has_2000_names() {
        for (int call = 0; call < 4; call++) {
            var events = new TrackedEvent[500];
            for (int at = 0; at < events.length; at++) {
                events[at] = Tracking.event("name " + (call * 500 + at), null, hour, null, null);
            }
            var _ = tracking.track(caller, events);
        }

        var answer = tracking.track(
                caller,
                Tracking.event("name 2000", null, hour, null, null),
                Tracking.event("name 1999", null, hour, null, null));

        assertThat(answer.results()).extracting(Tracked::status).containsExactly(Status.VIOLATION, Status.ACCEPTED);
        assertThat(answer.results().getFirst().faults())
                .extracting(EventFault::kind)
                .containsExactly(FaultKind.TOO_MANY_NAMES);
        assertThat(tracking.desk.ownerRows("SELECT count(*)::text FROM bi.name WHERE workspace_id = '"
                        + caller.workspaceId().value() + "'"))
                .containsExactly("2000");
    }

    @Test
    void the_example_is_accepted() {
        var answer = tracking.desk.done(TrackOperations.TRACK, caller, Desk.example(TrackOperations.TRACK));

        assertThat(answer.accepted()).isEqualTo(2);
    }
}
