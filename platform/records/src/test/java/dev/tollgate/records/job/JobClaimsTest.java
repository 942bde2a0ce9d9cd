package dev.tollgate.records.job;

import static dev.tollgate.records.Bench.settle;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Processes that share the due jobs, stop and come back. */
class JobClaimsTest extends JobProcessTests {

    private static final int WORKSPACES = 10;

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
    void a_process_whose_clock_is_two_minutes_ahead_takes_no_job_of_another_and_none_before_its_time() {
        var ends = Promise.<Void>promise();
        var right = new JobProcess(bench);
        var _ = right.handling(run -> ends.future().compose(_ -> right.mark(run)));
        var _ = notes.due(Instant.now());
        assertThat(right.poll()).isEqualTo(1);
        var _ = notes.due(Instant.now().plusSeconds(60));
        var ahead = new JobProcess(bench).marking();
        var _ = ahead.clockAhead(Duration.ofMinutes(2));

        settle(ahead.runDue());
        ends.complete();
        settle(right.idle());

        assertThat(ahead.asked).as("claims that found a job").hasValue(0);
        assertThat(right.runs("done")).isEqualTo(1);
        assertThat(notes.titles()).containsExactly("x 1", "x! 1");
    }

    @Test
    void a_process_whose_clock_is_two_minutes_behind_runs_a_job_of_the_installation_once_for_its_time() {
        var runs = new AtomicInteger();
        var behind = new JobProcess(bench);
        behind.jobs.every(JobKind.of("notes.sweep"), after -> after.plusSeconds(60), _ -> {
            runs.incrementAndGet();
            return Future.succeededFuture();
        });
        settle(behind.runDue());
        behind.later(Duration.ofSeconds(61));
        var _ = behind.clockAhead(Duration.ofMinutes(-2));

        assertThat(behind.poll()).isEqualTo(1);
        settle(behind.idle());

        assertThat(runs).hasValue(1);
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
}
