package dev.tollgate.modules.bi.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.Caller;
import dev.tollgate.modules.Desk;
import dev.tollgate.modules.tracked.EventMaintenance;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Time that passes: turns of ids, months of events, and rows that governance rewrites. */
class EventMonthsTest {

    /** Pending calls that a step of a rewrite takes. */
    private static final int PENDING_PAGE = 64;

    private static final String MONTHS = """
            SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
             WHERE i.inhparent = 'bi.event'::regclass ORDER BY 1
            """;

    private Tracking tracking;
    private Caller caller;

    @BeforeEach
    void open() {
        tracking = Tracking.open();
        caller = tracking.desk.stranger();
    }

    @AfterEach
    void close() {
        tracking.close();
    }

    private Instant hour() {
        return tracking.desk.clock.instant().truncatedTo(ChronoUnit.HOURS);
    }

    /** Jobs that make and drop months wait for each other's locks only briefly: those that fail run again soon. */
    private void pass(Duration time) {
        tracking.desk.later(time);
        for (int run = 0; run < 5; run++) {
            tracking.desk.runJobs();
            tracking.desk.later(Duration.ofSeconds(20));
        }
    }

    @Test
    void an_id_is_known_for_31_days_on_whatever_day_it_came() {
        var first = hour();
        for (int day = 0; day < 40; day += 13) {
            var _ = tracking.track(caller, Tracking.event("signup", "day " + day, first, null, null));
            tracking.desk.later(Duration.ofDays(30));
            tracking.desk.runJobs();

            var again =
                    tracking.track(caller, Tracking.event("signup", "day " + day, first.plusSeconds(9), null, null));

            assertThat(again.duplicates()).as("day %s", day).isOne();
            tracking.desk.later(Duration.ofDays(13));
            tracking.desk.runJobs();
        }
    }

    @Test
    void an_id_that_is_forgotten_is_a_duplicate_at_the_same_time_of_occurrence_only() {
        var at = hour();
        var _ = tracking.track(caller, Tracking.event("signup", "old", at, null, null));
        turnTwice();

        assertThat(tracking.track(caller, Tracking.event("signup", "old", at, null, null))
                        .duplicates())
                .isOne();
        turnTwice();
        assertThat(tracking.track(caller, Tracking.event("signup", "old", at.plusSeconds(1), null, null))
                        .accepted())
                .isOne();
    }

    private void turnTwice() {
        for (int turn = 0; turn < 2; turn++) {
            tracking.desk.later(Duration.ofDays(35));
            tracking.desk.runJobs();
        }
    }

    @Test
    void a_turn_that_comes_months_late_forgets_no_id_of_yesterday() {
        var at = hour();
        tracking.desk.later(Duration.ofDays(95));
        var _ = tracking.track(caller, Tracking.event("signup", "recent", at, null, null));
        tracking.desk.later(Duration.ofDays(1));
        tracking.desk.runJobs();

        assertThat(tracking.track(caller, Tracking.event("signup", "recent", at.plusSeconds(1), null, null))
                        .duplicates())
                .isOne();
    }

    @Test
    void months_are_made_while_ids_cannot_turn() {
        tracking.desk.owner("""
                CREATE OR REPLACE FUNCTION bi.turn_ids(present timestamptz) RETURNS boolean LANGUAGE plpgsql AS
                $$BEGIN RAISE EXCEPTION 'writers have the lock'; END$$
                """);

        pass(Duration.ofDays(120));

        assertThat(tracking.track(caller, Tracking.event("signup", null, hour(), null, null))
                        .accepted())
                .isOne();
    }

    @Test
    void ids_are_known_on_both_sides_of_a_turn_while_writers_write() {
        for (int call = 0; call < 15; call++) {
            var _ = tracking.track(caller, Tracking.events(20, "turn " + call + ' ', hour()));
        }
        tracking.desk.later(Duration.ofDays(31));
        var sent = new ArrayList<Future<?>>();
        for (int call = 15; call < 30; call++) {
            sent.add(tracking.tracking(caller, Tracking.events(20, "turn " + call + ' ', hour())));
            if (call == 20) {
                sent.add(tracking.desk.jobs());
            }
        }
        for (var one : sent) {
            var _ = Desk.await(one);
        }
        tracking.desk.later(Duration.ofSeconds(10));
        tracking.desk.runJobs();

        for (int call = 0; call < 30; call++) {
            var again = tracking.track(caller, Tracking.events(20, "turn " + call + ' ', hour()));
            assertThat(again.duplicates()).as("call %s", call).isEqualTo(20);
        }
    }

    @Test
    void months_exist_before_they_begin_and_go_when_all_of_them_is_too_old() {
        var before = tracking.desk.ownerRows(MONTHS);
        var at = hour();
        var _ = tracking.track(caller, Tracking.event("signup", null, at, null, null));
        tracking.fold();

        pass(Duration.ofDays(62));
        var after = tracking.desk.ownerRows(MONTHS);
        assertThat(after).doesNotContain(before.getFirst()).hasSizeGreaterThan(14);
        assertThat(tracking.rowCount(caller)).isOne();

        pass(Duration.ofDays(400));
        assertThat(tracking.rowCount(caller)).isZero();
        assertThat(tracking.desk.ownerRows("SELECT name_no::text FROM bi.cell")).isEmpty();
        assertThat(tracking.track(caller, Tracking.event("signup", null, hour(), null, null))
                        .accepted())
                .isOne();
    }

    @Test
    void an_event_of_400_days_ago_has_a_month() {
        var oldest = tracking.desk.clock.instant().minus(Duration.ofDays(400)).plusSeconds(60);

        assertThat(tracking.track(caller, Tracking.event("signup", null, oldest, null, null))
                        .accepted())
                .isOne();
        tracking.fold();
        var from = oldest.truncatedTo(ChronoUnit.HOURS);
        assertThat(tracking.count(caller, from, from.plusSeconds(3_600))).isOne();
    }

    @Test
    void a_rewrite_changes_every_row_and_leaves_no_value_in_cells() {
        tracking.shape(caller, "order", List.of("email"), List.of());
        var at = hour();
        var folded = new TrackedEvent[500];
        for (int index = 0; index < folded.length; index++) {
            folded[index] = mail(at.plusMillis(index), "folded" + index % 3);
        }
        var _ = tracking.track(caller, folded);
        var _ = tracking.track(caller, folded);
        tracking.fold();
        var _ = tracking.track(caller, folded);

        tracking.rewriteAll(
                caller,
                new EventMaintenance.Rewrite(
                        "order", Map.of("email", "^hashed$"), properties -> properties.put("email", "hashed")),
                null);

        assertThat(tracking.desk.ownerRows("SELECT DISTINCT props ->> 'email' FROM bi.event"))
                .containsExactly("hashed");
        assertThat(tracking.desk.ownerRows("SELECT name_no::text FROM bi.cell"
                        + " WHERE position('folded'::bytea IN COALESCE(cube, '')) > 0"))
                .isEmpty();
        assertThat(tracking.desk.ownerRows(
                        "SELECT id::text FROM bi.pending WHERE position('folded'::bytea IN cells) > 0"))
                .isEmpty();
        assertThat(tracking.count(caller, at, at.plusSeconds(3_600))).isEqualTo(1_500);
    }

    @Test
    void a_rewrite_takes_what_is_pending_in_steps_that_folds_may_come_between() {
        tracking.shape(caller, "order", List.of("email"), List.of());
        var at = hour();
        var _ = tracking.track(caller, mail(at, "folded"));
        tracking.desk.owner("""
                INSERT INTO bi.pending (workspace_id, id, tenant_id, added_at, actors, cells)
                SELECT workspace_id, uuidv7(), tenant_id, added_at, actors, cells
                  FROM bi.pending CROSS JOIN generate_series(1, 149)
                """);
        var rewrite = new EventMaintenance.Rewrite(
                "order", Map.of("email", "^hashed$"), properties -> properties.put("email", "hashed"));

        var first = tracking.rewrite(caller, rewrite, null);
        assertThat(tracking.desk.ownerRows(
                        "SELECT id::text FROM bi.pending WHERE position('folded'::bytea IN cells) > 0"))
                .hasSize(150 - PENDING_PAGE);
        tracking.fold();
        tracking.rewriteAll(caller, rewrite, first.after());

        assertThat(tracking.desk.ownerRows("SELECT id::text FROM bi.pending")).isEmpty();
        assertThat(tracking.desk.ownerRows("SELECT name_no::text FROM bi.cell"
                        + " WHERE position('folded'::bytea IN COALESCE(cube, '')) > 0"))
                .isEmpty();
        assertThat(tracking.count(caller, at, at.plusSeconds(3_600))).isEqualTo(150);
    }

    private static TrackedEvent mail(Instant at, String value) {
        return Tracking.event("order", null, at, null, new JsonObject().put("email", value));
    }
}
