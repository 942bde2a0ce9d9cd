package dev.tollgate.records.job;

import static dev.tollgate.records.Bench.settle;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.records.Notes;
import dev.tollgate.records.Notes.NoteId;
import dev.tollgate.records.Notes.Nothing;
import dev.tollgate.records.OnBench;
import dev.tollgate.records.work.Change;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a job is set by, what its run writes, and what happens if it cannot. */
class JobRunTest extends OnBench {

    private RemindedNotes notes;
    private JobProcess process;

    @BeforeEach
    void empty() {
        JobProcessTests.begin(bench);
        notes = RemindedNotes.of(bench);
        process = new JobProcess(bench);
    }

    @Test
    void a_write_that_is_rolled_back_sets_no_job() {
        var call = bench.call(Notes.UPDATE, notes.caller(), new Nothing());

        settle(bench.work.<String>write(call, transaction -> {
            notes.jobs().schedule(transaction, call, JobProcess.REMINDER, new NoteId(bench.ids.next()), Instant.now());
            return Future.succeededFuture(Outcome.refused(new Refusal.Conflict("no")));
        }));

        assertThat(notes.jobs("id")).isEmpty();
    }

    @Test
    void a_subject_has_one_job_of_a_kind() {
        var note = notes.due(Instant.parse("2040-06-01T00:00:00Z"));

        notes.schedule(List.of(note), Instant.parse("2041-06-01T00:00:00Z"));

        assertThat(notes.jobs("extract(year FROM due_at)")).containsExactly("2041");
    }

    @Test
    void a_run_is_not_before_its_time_if_the_clock_was_set_back() {
        var dueAt = Instant.now().plusSeconds(60).truncatedTo(ChronoUnit.MILLIS);
        var _ = notes.due(dueAt);
        var times = new ArrayList<Instant>();
        var _ = process.handling(run -> {
            times.add(run.call().facts().time());
            return process.mark(run);
        });

        process.later(Duration.ofSeconds(90));
        process.setBackAfterClaim(Duration.ofSeconds(80));
        settle(process.runDue());

        assertThat(times).containsExactly(dueAt);
        assertThat(notes.titles()).containsExactly("x! 1");
    }

    @Test
    void nothing_runs_before_its_time() {
        var _ = notes.due(Instant.now().plusSeconds(60));
        var _ = process.marking();
        settle(process.runDue());
        assertThat(notes.titles()).containsExactly("x 1");
        process.later(Duration.ofSeconds(61));

        settle(process.runDue());

        assertThat(notes.titles()).containsExactly("x! 1");
    }

    @Test
    void an_effect_is_stamped_and_audited_as_the_systems_and_announced_but_not_charged() {
        var note = notes.due(Instant.now());
        var _ = process.handling(run -> run.write(transaction -> process.notes
                .patch(transaction, run.call(), new NoteId(run.subject()), found -> Outcome.done(found.titled("y")))
                .map(outcome ->
                        outcome.map(change -> change.acting("note.snooze").announcing("note.snoozed")))));
        var chain = notes.caller().workspaceId().value();
        var messages = "outbox.message WHERE topic = '%s' AND key = '%s'";
        var usage = bench.count(
                messages.formatted("tollgate.usage", notes.caller().tenantId().text()));

        settle(process.runDue());

        assertThat(bench.owner("SELECT source || ' ' || last_actor || ' ' || version FROM notes.note WHERE id = '"
                        + note.value() + "'"))
                .containsExactly("job notes.reminder 2");
        assertThat(bench.owner("SELECT actor_kind || ' ' || actor_id || ' ' || surface || ' ' || action || ' '"
                        + " || resource_type || ' ' || (resource_id = '" + note.text()
                        + "') || ' ' || (usage_id IS NULL)"
                        + " FROM audit.event WHERE chain = '" + chain + "' AND actor_kind = 'system'"))
                .containsExactly("system notes.reminder job note.snooze note true true");
        assertThat(bench.owner("SELECT convert_from(body, 'UTF8')::jsonb ->> 'type' FROM "
                        + messages.formatted(
                                "tollgate.events", notes.caller().workspaceId().text()) + " ORDER BY id"))
                .containsExactly("note.created", "note.snoozed");
        assertThat(bench.count(messages.formatted(
                        "tollgate.usage", notes.caller().tenantId().text())))
                .isEqualTo(usage);
    }

    @Test
    void a_run_that_changes_nothing_ends_its_job_and_leaves_no_audit_row() {
        var _ = notes.due(Instant.now());
        var _ = process.handling(run -> process.write(run, found -> found));

        settle(process.runDue());

        assertThat(notes.jobs("id")).isEmpty();
        assertThat(bench.count("audit.event WHERE actor_kind = 'system' AND chain = '"
                        + notes.caller().workspaceId().value() + "'"))
                .isZero();
    }

    @Test
    void an_action_that_the_kind_does_not_declare_fails_the_run() {
        var _ = notes.due(Instant.now());
        var _ = process.handling(run -> run.write(transaction -> process.notes
                .patch(transaction, run.call(), new NoteId(run.subject()), found -> Outcome.done(found.titled("y")))
                .map(outcome -> outcome.map(change -> change.acting("note.steal")))));

        settle(process.runDue());

        assertThat(notes.titles()).containsExactly("x 1");
        assertThat(notes.jobs("last_error")).containsExactly("IllegalArgumentException");
    }

    @Test
    void a_run_sets_its_own_next_time_with_its_effect() {
        var due = Instant.now().minus(Duration.ofDays(3)).truncatedTo(ChronoUnit.MICROS);
        var _ = notes.due(due);
        var seen = Collections.synchronizedList(new ArrayList<Instant>());
        var _ = process.handling(run -> {
            seen.add(run.dueAt());
            return run.write(transaction -> {
                process.jobs.schedule(
                        transaction,
                        run.call(),
                        JobProcess.REMINDER,
                        new NoteId(run.subject()),
                        run.dueAt().plus(Duration.ofDays(1)));
                return process.notes.patch(
                        transaction,
                        run.call(),
                        new NoteId(run.subject()),
                        found -> Outcome.done(found.titled(found.title() + '!')));
            });
        });

        settle(process.runDue());

        assertThat(seen)
                .containsExactly(
                        due, due.plus(Duration.ofDays(1)), due.plus(Duration.ofDays(2)), due.plus(Duration.ofDays(3)));
        assertThat(notes.titles()).containsExactly("x!!!! 1");
        assertThat(notes.jobs("(due_at > now()) || ' ' || attempt")).containsExactly("true 0");
    }

    @Test
    void a_run_may_set_the_job_of_another_record() {
        var other = notes.created(1).getFirst();
        var _ = notes.due(Instant.now());
        var _ = process.handling(run -> run.write(transaction -> {
            process.jobs.schedule(
                    transaction, run.call(), JobProcess.REMINDER, other, Instant.parse("2040-06-01T00:00:00Z"));
            return Future.succeededFuture(Outcome.done(Change.of("set")));
        }));

        settle(process.runDue());

        assertThat(notes.jobs("subject_id")).containsExactly(other.value().toString());
    }

    @Test
    void another_write_may_follow_a_refused_one_which_has_planned_nothing() {
        var _ = notes.due(Instant.now());
        var _ = process.handling(run -> run.<String>write(transaction -> {
                    process.jobs.schedule(
                            transaction,
                            run.call(),
                            JobProcess.REMINDER,
                            new NoteId(run.subject()),
                            Instant.parse("2040-06-01T00:00:00Z"));
                    return Future.succeededFuture(Outcome.refused(new Refusal.Conflict("no")));
                })
                .compose(_ -> process.mark(run)));

        settle(process.runDue());

        assertThat(notes.titles()).containsExactly("x! 1");
        assertThat(notes.jobs("id")).isEmpty();
    }

    @Test
    void a_job_whose_record_is_gone_ends() {
        var note = notes.due(Instant.now());
        bench.tamper("DELETE FROM notes.note WHERE id = '" + note.value() + "'");
        var _ = process.marking();

        settle(process.runDue());

        assertThat(notes.jobs("id")).isEmpty();
        assertThat(process.runs("done")).isEqualTo(1);
    }

    @Test
    void a_refused_effect_is_tried_again_until_it_is_not() {
        var _ = notes.due(Instant.now());
        var refused = new AtomicReference<>(true);
        var _ = process.handling(run -> refused.get()
                ? run.<String>write(_ -> Future.succeededFuture(Outcome.refused(new Refusal.Conflict("not yet"))))
                : process.mark(run));
        settle(process.runDue());
        assertThat(notes.jobs("last_error || ' ' || attempt")).containsExactly("conflict 1");
        refused.set(false);
        process.later(JobExecution.RETRY_FIRST);

        settle(process.runDue());

        assertThat(notes.titles()).containsExactly("x! 1");
    }

    @Test
    void a_job_that_fails_waits_longer_each_time_and_does_not_hold_up_others() {
        var bad = notes.due(Instant.now().minusSeconds(10));
        var good = notes.created(20);
        notes.schedule(good, Instant.now());
        var _ = process.handling(run -> run.subject().equals(bad.value())
                ? Future.failedFuture(new IllegalStateException("broken"))
                : process.mark(run));

        settle(process.runDue());
        process.later(JobExecution.RETRY_FIRST);
        settle(process.runDue());

        assertThat(notes.titles()).containsExactly("x 1", "x! 20");
        assertThat(notes.jobs("last_error || ' ' || attempt || ' ' || (lease IS NULL)"))
                .containsExactly("IllegalStateException 2 true");
        assertThat(process.runs("failed")).isEqualTo(2);
        settle(process.runDue());
        assertThat(process.runs("failed")).isEqualTo(2);
    }

    @Test
    void pauses_double_up_to_a_bound() {
        assertThat(JobExecution.pause(1)).isEqualTo(JobExecution.RETRY_FIRST);
        assertThat(JobExecution.pause(2)).isEqualTo(JobExecution.RETRY_FIRST.multipliedBy(2));
        assertThat(JobExecution.pause(5)).isEqualTo(JobExecution.RETRY_FIRST.multipliedBy(16));
        assertThat(JobExecution.pause(1_000_000)).isEqualTo(JobExecution.RETRY_MAX);
    }
}
