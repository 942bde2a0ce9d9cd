package dev.tollgate.records.job;

import static dev.tollgate.records.Bench.settle;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.records.Bench;
import dev.tollgate.records.Notes.NoteId;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Processes that share the due jobs, stop and come back. */
class JobClaimsTest {

    private static final Duration LEASE_OVER = JobRunner.LEASE.plusSeconds(1);
    private static final int WORKSPACES = 10;
    private static final int JOBS_EACH = 100;

    private static Bench bench;

    private RemindedNotes notes;

    @BeforeAll
    static void open() {
        bench = new Bench();
    }

    @AfterAll
    static void close() {
        bench.close();
    }

    @BeforeEach
    void empty() {
        bench.tamper("DELETE FROM records.job");
        notes = RemindedNotes.of(bench);
    }

    @Test
    void a_thousand_jobs_have_their_effect_once_in_four_processes() {
        var all = IntStream.range(0, WORKSPACES)
                .mapToObj(_ -> RemindedNotes.of(bench))
                .toList();
        all.forEach(some -> some.schedule(some.created(JOBS_EACH), Instant.now()));
        var processes =
                Stream.generate(() -> new JobProcess(bench).marking()).limit(4).toList();

        settle(Future.all(processes.stream().map(JobProcess::runDue).toList()));
        processes.forEach(process -> settle(process.idle()));

        assertThat(all).allSatisfy(some -> assertThat(some.titles()).containsExactly("x! " + JOBS_EACH));
        assertThat(bench.count("records.job")).isZero();
        assertThat(all)
                .allSatisfy(some -> assertThat(bench.count("audit.event WHERE action = 'note.remind' AND chain = '"
                                + some.caller().workspaceId().value() + "'"))
                        .isEqualTo(JOBS_EACH));
        assertThat(processes.stream()
                        .mapToDouble(process -> process.runs("done"))
                        .sum())
                .isEqualTo(WORKSPACES * JOBS_EACH);
    }

    @Test
    void a_job_of_a_process_that_stopped_in_its_run_runs_once_in_another_when_the_lease_has_ended() {
        var ends = Promise.<Void>promise();
        var stalled = new JobProcess(bench);
        var _ = stalled.handling(run -> ends.future().compose(_ -> stalled.mark(run)));
        var _ = notes.due(Instant.now());
        assertThat(stalled.poll()).isEqualTo(1);
        var other = new JobProcess(bench).marking();
        settle(other.runDue());
        assertThat(notes.titles()).containsExactly("x 1");
        other.later(LEASE_OVER);

        settle(other.runDue());
        ends.complete();
        settle(stalled.idle());

        assertThat(notes.titles()).containsExactly("x! 1");
        assertThat(notes.jobs("id")).isEmpty();
        assertThat(stalled.runs("lost")).isEqualTo(1);
        assertThat(stalled.runs("done")).isZero();
    }

    @Test
    void a_late_process_changes_nothing_while_another_runs_the_job() {
        var ends = Promise.<Void>promise();
        var stalled = new JobProcess(bench);
        var _ = stalled.handling(run -> ends.future().compose(_ -> stalled.mark(run)));
        var _ = notes.due(Instant.now());
        assertThat(stalled.poll()).isEqualTo(1);
        var begun = Promise.<Void>promise();
        var goOn = Promise.<Void>promise();
        var other = new JobProcess(bench);
        var _ = other.handling(run -> {
            begun.tryComplete();
            return goOn.future().compose(_ -> other.mark(run));
        });
        other.later(LEASE_OVER);
        assertThat(other.poll()).isEqualTo(1);
        settle(begun.future());

        ends.complete();
        settle(stalled.idle());

        assertThat(notes.titles()).containsExactly("x 1");
        goOn.complete();
        settle(other.idle());
        assertThat(notes.titles()).containsExactly("x! 1");
    }

    @Test
    void after_a_stop_jobs_run_in_the_order_of_their_due_times_and_know_them() {
        var first = Instant.now().minus(Duration.ofDays(2)).truncatedTo(ChronoUnit.MICROS);
        var dues = IntStream.range(0, 40)
                .mapToObj(hour -> first.plus(Duration.ofHours(hour)))
                .toList();
        for (var due : dues.reversed()) {
            var _ = notes.due(due);
        }
        var seen = Collections.synchronizedList(new ArrayList<Instant>());
        var process = new JobProcess(bench).handling(run -> {
            seen.add(run.dueAt());
            return Future.succeededFuture();
        });

        settle(process.runDue());

        assertThat(seen).containsExactlyElementsOf(dues);
    }

    @Test
    void a_job_moved_while_it_runs_keeps_the_newer_time_and_its_run_changes_nothing() {
        var ends = Promise.<Void>promise();
        var process = new JobProcess(bench);
        var _ = process.handling(run -> ends.future().compose(_ -> process.mark(run)));
        var note = notes.due(Instant.now());
        assertThat(process.poll()).isEqualTo(1);
        var newer = Instant.parse("2040-06-01T00:00:00Z");

        notes.schedule(List.of(note), newer);
        ends.complete();
        settle(process.idle());

        assertThat(notes.titles()).containsExactly("x 1");
        assertThat(notes.jobs("extract(year FROM due_at) || ' ' || (due_at = next_at) || ' ' || attempt"))
                .containsExactly("2040 true 0");
    }

    @Test
    void a_job_set_again_for_its_time_while_it_runs_runs_once_more() {
        var ends = Promise.<Void>promise();
        var process = new JobProcess(bench);
        var _ = process.handling(run -> ends.future().compose(_ -> process.mark(run)));
        var due = Instant.now().truncatedTo(ChronoUnit.MICROS);
        var note = notes.due(due);
        assertThat(process.poll()).isEqualTo(1);

        notes.schedule(List.of(note), due);
        ends.complete();
        settle(process.idle());
        settle(process.runDue());

        assertThat(notes.titles()).containsExactly("x! 1");
        assertThat(process.runs("lost")).isEqualTo(1);
    }

    @Test
    void a_job_removed_while_it_runs_has_no_effect() {
        var ends = Promise.<Void>promise();
        var process = new JobProcess(bench);
        var _ = process.handling(run -> ends.future().compose(_ -> process.mark(run)));
        var note = notes.due(Instant.now());
        assertThat(process.poll()).isEqualTo(1);

        notes.cancel(note);
        ends.complete();
        settle(process.idle());

        assertThat(notes.titles()).containsExactly("x 1");
        assertThat(notes.jobs("id")).isEmpty();
    }

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
    }

    @Test
    void a_workspace_has_one_long_run_at_a_time_and_workspaces_take_turns() {
        var ends = Collections.synchronizedList(new ArrayList<Promise<Void>>());
        var started = Collections.synchronizedList(new ArrayList<UUID>());
        var process = new JobProcess(bench);
        process.jobs.handle(JobProcess.REMINDER.lasting(Duration.ofSeconds(100)), run -> {
            started.add(run.workspaceId().value());
            var end = Promise.<Void>promise();
            ends.add(end);
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

        Bench.eventually(() -> {
            var _ = process.poll();
            assertThat(started).containsExactlyElementsOf(order.subList(0, 2));
        });
        assertThat(process.poll()).isZero();
        // What was claimed beside waits for any process.
        Bench.eventually(() ->
                assertThat(bench.count("records.job WHERE lease IS NOT NULL")).isEqualTo(2));
        ends.getFirst().complete();
        Bench.eventually(() -> assertThat(started).containsExactlyElementsOf(order));
        ends.get(2).complete();
        Bench.eventually(() -> assertThat(started).hasSize(4));

        assertThat(started.get(3)).isEqualTo(order.getFirst());
        for (int done = 0; done < 11; done++) {
            int next = done;
            Bench.eventually(() -> assertThat(ends).hasSizeGreaterThan(next));
            ends.get(done).tryComplete();
        }
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
                        .replace("$11", "gen_random_uuid()")
                        .replace("$10", "'{}'")
                        .replace("$8", "'{}'")
                        .replace("$9", "false")
                        .replace("$1", "16")
                        .replace("$2", "now()")
                        .replace("$3", "'{notes.reminder}'")
                        .replace("$4", "'{}'")
                        .replace("$5", "31")
                        .replace("$6", "gen_random_uuid()")
                        .replace("$7", "now()"));

        assertThat(plan)
                .anyMatch(line -> line.contains("job_next"))
                .noneMatch(line -> line.contains("Seq Scan on job"));
    }
}
