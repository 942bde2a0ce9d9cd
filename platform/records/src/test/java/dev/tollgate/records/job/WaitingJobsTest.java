package dev.tollgate.records.job;

import static dev.tollgate.records.Bench.settle;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tollgate.records.OnBench;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Jobs of workspaces that may have no effects for a while, and jobs of the installation. */
class WaitingJobsTest extends OnBench {

    private final List<Instant> seen = Collections.synchronizedList(new ArrayList<>());
    private RemindedNotes notes;
    private JobProcess process;
    private UUID workspace;
    private Instant due;

    @BeforeEach
    void empty() {
        JobProcessTests.begin(bench);
        notes = RemindedNotes.of(bench);
        workspace = notes.caller().workspaceId().value();
        due = Instant.now().minusSeconds(5).truncatedTo(ChronoUnit.MICROS);
        process = new JobProcess(bench);
        var _ = process.handling(run -> {
            seen.add(run.dueAt());
            return process.mark(run);
        });
    }

    @Test
    void jobs_of_a_suspended_workspace_wait_and_run_once_it_is_back() {
        var _ = notes.due(due);
        process.suspended.add(workspace);
        settle(process.runDue());
        assertThat(process.poll()).isZero();
        assertThat(notes.jobs("parked || ' ' || attempt || ' ' || (lease IS NULL)"))
                .containsExactly("true 0 true");
        process.suspended.clear();

        process.changed(notes.caller());
        settle(process.runDue());

        assertThat(seen).containsExactly(due);
        assertThat(notes.titles()).containsExactly("x! 1");
    }

    @Test
    void jobs_of_a_module_that_is_off_wait_and_run_once_it_is_on() {
        var _ = notes.due(due);
        process.without.add(workspace);
        settle(process.runDue());
        assertThat(seen).isEmpty();
        process.without.clear();

        process.changed(notes.caller());
        settle(process.runDue());

        assertThat(seen).containsExactly(due);
    }

    @Test
    void a_workspace_that_comes_back_while_its_jobs_are_being_parked_runs_them() {
        var _ = notes.due(due);
        process.suspended.add(workspace);
        process.answered.set(() -> {
            if (process.suspended.remove(workspace)) {
                process.runner.changed(List.of(workspace));
            }
        });

        settle(process.runDue());

        assertThat(seen).containsExactly(due);
    }

    @Test
    void a_return_is_not_forgotten_where_its_jobs_could_not_be_written() {
        var _ = notes.due(due);
        process.suspended.add(workspace);
        settle(process.runDue());
        process.suspended.clear();
        process.changed(notes.caller());
        bench.tamper("REVOKE UPDATE ON records.job FROM tollgate_app");
        assertThatThrownBy(process::poll).isNotNull();
        bench.tamper("GRANT UPDATE ON records.job TO tollgate_app");

        settle(process.runDue());

        assertThat(seen).containsExactly(due);
    }

    @Test
    void many_jobs_that_may_not_run_take_one_claim_and_others_of_the_workspace_none() {
        var other = JobKind.of("crm.reminder", "note.remind");
        process.jobs.handle(other, run -> {
            seen.add(run.dueAt());
            return Future.succeededFuture();
        });
        notes.schedule(notes.created(JobRows.SLICE_MAX * 6), due);
        var later = Instant.now().plus(Duration.ofHours(1)).truncatedTo(ChronoUnit.MICROS);
        var _ = notes.due(later);
        notes.schedule(other, notes.created(1), due.plusSeconds(1));
        process.without.add(workspace);

        settle(process.runDue());

        assertThat(process.asked.get()).isLessThanOrEqualTo(2);
        assertThat(notes.jobs("kind || ' ' || parked || ' ' || attempt").stream()
                        .distinct())
                .containsExactly("notes.reminder true 0", "notes.reminder false 0");
        assertThat(seen).containsExactly(due.plusSeconds(1));
        process.without.clear();
        process.changed(notes.caller());
        settle(process.runDue());
        assertThat(seen).hasSize(1 + JobRows.SLICE_MAX * 6);
    }

    /** A table full of them may take longer than a transaction has. */
    @Test
    void jobs_that_may_run_do_so_once_where_those_that_may_not_cannot_be_parked() {
        var other = RemindedNotes.of(bench);
        var _ = other.due(due.minusSeconds(1));
        var _ = notes.due(due);
        process.suspended.add(workspace);
        bench.tamper("CREATE FUNCTION records.never_parked() RETURNS trigger LANGUAGE plpgsql AS $$"
                + " BEGIN RAISE EXCEPTION 'it takes too long'; END $$");
        bench.tamper("CREATE TRIGGER never_parked BEFORE UPDATE ON records.job FOR EACH ROW"
                + " WHEN (NEW.parked) EXECUTE FUNCTION records.never_parked()");
        try {
            assertThat(process.poll()).isEqualTo(2);
            settle(process.idle());

            assertThat(other.titles()).containsExactly("x! 1");
            assertThat(process.runs("done")).isEqualTo(1);
        } finally {
            bench.tamper("DROP FUNCTION records.never_parked CASCADE");
        }
    }

    @Test
    void a_waiting_job_is_looked_at_again_without_any_notice() {
        var _ = notes.due(due);
        process.suspended.add(workspace);
        settle(process.runDue());
        process.suspended.clear();
        process.later(JobRunner.PARKED);

        settle(process.runDue());

        assertThat(seen).containsExactly(due);
    }

    @Test
    void the_job_of_the_installation_is_set_once_and_runs_in_one_process_at_a_time() {
        var kind = JobKind.of("notes.sweep");
        var runs = Collections.synchronizedList(new ArrayList<Instant>());
        var processes = List.of(new JobProcess(bench), new JobProcess(bench));
        for (var one : processes) {
            one.jobs.every(kind, JobTimes.hourly(), run -> {
                runs.add(run.dueAt());
                return Future.succeededFuture();
            });
            settle(one.runDue());
        }
        assertThat(runs).isEmpty();
        assertThat(bench.owner(
                        "SELECT kind || ' ' || count(*) FROM records.job WHERE workspace_id IS NULL GROUP BY kind"))
                .containsExactly("notes.sweep 1");
        processes.forEach(one -> one.later(Duration.ofMinutes(61)));

        settle(Future.all(processes.stream().map(JobProcess::runDue).toList()));

        assertThat(runs).singleElement().satisfies(at -> assertThat(at).isEqualTo(at.truncatedTo(ChronoUnit.HOURS)));
        assertThat(bench.owner("SELECT (due_at > now() + interval '61 minutes') FROM records.job"))
                .containsExactly("t");
    }
}
