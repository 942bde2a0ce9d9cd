package dev.tollgate.records.job;

import static dev.tollgate.records.Bench.settle;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.records.Bench;
import dev.tollgate.records.Notes.NoteId;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** How due jobs of several workspaces take turns, and what a claim reads. */
class JobTurnsTest extends JobProcessTests {

    @Test
    void a_backlog_of_one_workspace_leaves_runs_to_others() {
        var ends = Promise.<Void>promise();
        var started = Collections.synchronizedList(new ArrayList<UUID>());
        var process = new JobProcess(bench).handling(run -> {
            started.add(run.workspaceId().value());
            return ends.future();
        });
        notes.schedule(notes.created(JOBS_EACH), Instant.now().minusSeconds(60));
        assertThat(process.poll()).isEqualTo(JobRows.SLICE_MAX);
        var other = RemindedNotes.of(bench);
        var _ = other.due(Instant.now());

        Bench.eventually(() -> {
            var _ = process.poll();
            assertThat(started)
                    .hasSize(RunSlots.WORKSPACE_CONCURRENCY_MAX + 1)
                    .contains(other.caller().workspaceId().value());
        });
        ends.complete();
        Bench.eventually(() -> assertThat(started).hasSize(JOBS_EACH + 1));
        settle(process.idle());
    }

    @Test
    void workspaces_of_one_tenant_together_leave_runs_to_others() {
        var ends = Promise.<Void>promise();
        var started = Collections.synchronizedList(new ArrayList<UUID>());
        var process = new JobProcess(bench).handling(run -> {
            started.add(run.workspaceId().value());
            return ends.future();
        });
        for (var one : List.of(notes, notes.beside())) {
            one.schedule(one.created(JOBS_EACH), Instant.now().minusSeconds(60));
        }
        Bench.eventually(() -> {
            var _ = process.poll();
            assertThat(started).hasSize(RunSlots.TENANT_CONCURRENCY_MAX);
        });
        var other = RemindedNotes.of(bench);
        var _ = other.due(Instant.now());

        Bench.eventually(() -> {
            var _ = process.poll();
            assertThat(started)
                    .hasSize(RunSlots.TENANT_CONCURRENCY_MAX + 1)
                    .contains(other.caller().workspaceId().value());
        });
        ends.complete();
        Bench.eventually(() -> assertThat(started).hasSize(2 * JOBS_EACH + 1));
        settle(process.idle());
    }

    @Test
    void a_workspace_has_one_long_run_at_a_time_and_workspaces_take_turns() {
        Map<UUID, Promise<Void>> ends = new ConcurrentHashMap<>();
        var started = Collections.synchronizedList(new ArrayList<UUID>());
        var process = new JobProcess(bench);
        process.jobs.handle(JobProcess.REMINDER.lasting(Duration.ofSeconds(100)), run -> {
            var end = Promise.<Void>promise();
            ends.put(run.workspaceId().value(), end);
            started.add(run.workspaceId().value());
            return end.future();
        });
        var second = RemindedNotes.of(bench);
        var third = RemindedNotes.of(bench);
        notes.schedule(notes.created(5), Instant.now().minusSeconds(90));
        second.schedule(second.created(5), Instant.now().minusSeconds(60));
        var _ = third.due(Instant.now());
        var order = Stream.of(notes, second, third)
                .map(one -> one.caller().workspaceId().value())
                .toList();

        // Each extends its lease before it starts: the two of one claim start in any order.
        Bench.eventually(() -> {
            var _ = process.poll();
            assertThat(started).containsExactlyInAnyOrderElementsOf(order.subList(0, 2));
        });
        assertThat(process.poll()).isZero();
        // What was claimed beside waits for any process.
        Bench.eventually(() ->
                assertThat(bench.count("records.job WHERE lease IS NOT NULL")).isEqualTo(2));
        ends.get(order.getFirst()).complete();
        Bench.eventually(() -> assertThat(started).hasSize(3));
        assertThat(started).last().isEqualTo(order.get(2));
        ends.get(order.get(2)).complete();
        Bench.eventually(() -> assertThat(started).hasSize(4));

        assertThat(started).last().isEqualTo(order.getFirst());
        Bench.eventually(() -> {
            ends.values().forEach(Promise::tryComplete);
            assertThat(bench.count("records.job")).isZero();
        });
        settle(process.idle());
    }

    @Test
    void a_process_that_stops_gives_back_what_it_has_not_begun() {
        var ends = Promise.<Void>promise();
        var process = new JobProcess(bench);
        var _ = process.handling(run -> ends.future().compose(_ -> process.mark(run)));
        List<NoteId> all = notes.created(20);
        notes.schedule(all, Instant.now());
        assertThat(process.poll()).isEqualTo(20);

        var stopped = process.onLoop(process.runner::stop);
        var other = new JobProcess(bench).marking();
        Bench.eventually(() -> {
            settle(other.runDue());
            settle(other.idle());
            assertThat(notes.titles())
                    .containsExactly(
                            "x " + RunSlots.WORKSPACE_CONCURRENCY_MAX,
                            "x! " + (20 - RunSlots.WORKSPACE_CONCURRENCY_MAX));
        });
        ends.complete();
        settle(stopped);

        assertThat(notes.titles()).containsExactly("x! 20");
        assertThat(process.poll()).isZero();
    }

    @Test
    void a_claim_reads_the_index_of_due_jobs_only() {
        bench.tamper("""
                INSERT INTO records.job (id, slice, kind, tenant_id, workspace_id, subject_prefix, subject_id, due_at, next_at)
                SELECT gen_random_uuid(), n % 16, 'notes.reminder', gen_random_uuid(), gen_random_uuid(), 'not',
                       gen_random_uuid(), now() + interval '1 day', now() + interval '1 day'
                  FROM generate_series(1, 20000) n""");
        bench.tamper("ANALYZE records.job");

        var plan = bench.owner("EXPLAIN "
                + JobRows.CLAIM
                        .replace("$10", "gen_random_uuid()")
                        .replace("$9", "'{}'")
                        .replace("$7", "'{}'")
                        .replace("$8", "false")
                        .replace("$1", "16")
                        .replace("$2", "'{notes.reminder}'")
                        .replace("$3", "'{}'")
                        .replace("$4", "31")
                        .replace("$5", "gen_random_uuid()")
                        .replace("$6", "60"));

        assertThat(plan)
                .anyMatch(line -> line.contains("job_next"))
                .noneMatch(line -> line.contains("Seq Scan on job"));
    }
}
