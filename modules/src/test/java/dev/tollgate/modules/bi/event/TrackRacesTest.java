package dev.tollgate.modules.bi.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.Caller;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.modules.Desk;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Gateways beside each other: the same ids at once, and cells that are folded while events come. */
class TrackRacesTest {

    private Tracking one;
    private Tracking other;
    private Caller caller;
    private Instant hour;

    @BeforeEach
    void open() {
        one = Tracking.open();
        other = one.beside();
        caller = one.desk.stranger();
        hour = one.desk.clock.instant().truncatedTo(ChronoUnit.HOURS).minus(Duration.ofHours(1));
    }

    @AfterEach
    void close() {
        other.close();
        one.close();
    }

    private long counted() {
        return one.count(caller, hour, hour.plus(Duration.ofHours(4)));
    }

    private static long accepted(Object outcome) {
        return outcome instanceof Outcome.Done<?>(TrackAnswer answer) ? answer.accepted() : 0;
    }

    @Test
    void an_id_sent_to_two_gateways_at_once_counts_once() {
        var random = new Random(7);
        for (int round = 0; round < 20; round++) {
            var sent = new ArrayList<>(List.of(Tracking.events(60, "round " + round + ' ', hour)));
            Collections.shuffle(sent, random);
            var first = one.tracking(caller, sent.toArray(TrackedEvent[]::new));
            Collections.shuffle(sent, random);
            var second = other.tracking(caller, sent.toArray(TrackedEvent[]::new));

            assertThat(accepted(Desk.await(first)) + accepted(Desk.await(second)))
                    .isEqualTo(60);
        }
        assertThat(counted()).isEqualTo(20 * 60);
        assertThat(one.rowCount(caller)).isEqualTo(20 * 60);
    }

    @Test
    void new_names_sent_to_two_gateways_at_once_get_one_number_each() {
        for (int round = 0; round < 10; round++) {
            var events = new TrackedEvent[30];
            for (int at = 0; at < events.length; at++) {
                events[at] = Tracking.event("name " + (round * 20 + at), null, hour, null, null);
            }
            var first = one.tracking(caller, events);
            var second = other.tracking(caller, events);
            assertThat(accepted(Desk.await(first)) + accepted(Desk.await(second)))
                    .isEqualTo(60);
        }
        assertThat(one.desk.ownerRows("SELECT count(*) || ' ' || max(no) || ' ' || count(DISTINCT name) FROM bi.name"))
                .containsExactly("210 210 210");
        assertThat(counted()).isEqualTo(600);
    }

    @Test
    void queries_count_every_call_once_while_two_processes_fold() {
        int calls = 60;
        var sent = new ArrayList<Future<?>>();
        long least = 0;
        for (int call = 0; call < calls; call++) {
            sent.add((call % 2 == 0 ? one : other).tracking(caller, Tracking.events(5, "call " + call + ' ', hour)));
            if (call % 10 == 9) {
                one.desk.later(Duration.ofSeconds(3));
                var folds = List.of(one.desk.jobs(), other.desk.jobs());
                long seen = counted();
                assertThat(seen).isGreaterThanOrEqualTo(least);
                least = seen;
                for (var one : folds) {
                    var _ = Desk.await(one);
                }
            }
        }
        for (var one : sent) {
            var _ = Desk.await(one);
        }
        assertThat(counted()).isEqualTo(calls * 5L);

        one.fold();

        assertThat(counted()).isEqualTo(calls * 5L);
        assertThat(one.desk.ownerRows("SELECT id::text FROM bi.pending")).isEmpty();
        assertThat(one.desk.ownerRows("SELECT sum(events)::text FROM bi.cell WHERE name_no = 0"))
                .containsExactly(Integer.toString(calls * 5));
    }

    @Test
    void a_fold_that_rolls_back_loses_nothing_and_another_process_does_it() {
        var _ = one.track(caller, Tracking.events(10, "e", hour));
        one.desk.owner("""
                CREATE FUNCTION bi.fail() RETURNS trigger LANGUAGE plpgsql AS
                $$BEGIN RAISE EXCEPTION 'the process dies here'; END$$;
                CREATE TRIGGER fail BEFORE DELETE ON bi.pending EXECUTE FUNCTION bi.fail()
                """);

        one.fold();

        assertThat(counted()).isEqualTo(10);
        assertThat(one.desk.ownerRows("SELECT name_no::text FROM bi.cell")).isEmpty();
        one.desk.owner("DROP TRIGGER fail ON bi.pending");
        one.desk.later(Duration.ofSeconds(3));
        other.desk.runJobs();
        assertThat(one.desk.ownerRows("SELECT id::text FROM bi.pending")).isEmpty();
        assertThat(counted()).isEqualTo(10);
    }

    @Test
    void a_call_that_rolls_back_leaves_its_ids_unknown() {
        one.desk.owner("""
                CREATE FUNCTION bi.fail() RETURNS trigger LANGUAGE plpgsql AS
                $$BEGIN RAISE EXCEPTION 'the process dies here'; END$$;
                CREATE TRIGGER fail BEFORE INSERT ON bi.pending EXECUTE FUNCTION bi.fail()
                """);
        var failed = one.tracking(caller, Tracking.events(10, "e", hour));
        assertThat(Desk.await(failed.map(false).otherwise(true))).isTrue();
        one.desk.owner("DROP TRIGGER fail ON bi.pending");

        var answer = one.track(caller, Tracking.events(10, "e", hour));

        assertThat(answer.accepted()).isEqualTo(10);
        assertThat(counted()).isEqualTo(10);
    }

    @Test
    void a_workspace_with_much_pending_delays_no_other() {
        var stranger = one.desk.stranger();
        var _ = one.track(caller, Tracking.events(10, "e", hour));
        one.desk.owner("""
                INSERT INTO bi.pending (workspace_id, id, tenant_id, added_at, actors, cells)
                SELECT workspace_id, uuidv7(), tenant_id, added_at, actors, cells
                  FROM bi.pending CROSS JOIN generate_series(1, 3 * 64);
                CREATE TABLE bi.folded (no bigint GENERATED ALWAYS AS IDENTITY, workspace_id uuid);
                CREATE FUNCTION bi.note() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS
                $$BEGIN INSERT INTO bi.folded (workspace_id) VALUES (OLD.workspace_id); RETURN NULL; END$$;
                CREATE TRIGGER note AFTER DELETE ON bi.pending FOR EACH ROW EXECUTE FUNCTION bi.note()
                """);
        var _ = one.track(stranger, Tracking.events(10, "e", hour));

        one.fold();

        assertThat(one.desk.ownerRows("SELECT no::text FROM bi.folded WHERE workspace_id = '"
                        + stranger.workspaceId().value() + "'"))
                .containsExactly("65");
        assertThat(counted()).isEqualTo(10 * (1 + 3 * 64));
    }

    @Test
    void one_workspace_that_cannot_be_folded_delays_no_other() {
        var stranger = one.desk.stranger();
        var _ = one.track(caller, Tracking.events(10, "e", hour));
        var _ = one.track(stranger, Tracking.events(10, "e", hour));
        one.desk.owner("UPDATE bi.pending SET cells = '\\x01' WHERE workspace_id = '"
                + caller.workspaceId().value() + "'");

        one.fold();

        assertThat(one.desk.ownerRows("SELECT workspace_id::text FROM bi.pending"))
                .containsExactly(caller.workspaceId().value().toString());
    }
}
