package dev.tollgate.records.job;

import dev.tollgate.contract.caller.Caller;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.embedded.RepeatedCheck;
import dev.tollgate.records.Bench;
import dev.tollgate.records.Notes;
import dev.tollgate.records.Notes.Note;
import dev.tollgate.records.Notes.NoteId;
import dev.tollgate.records.secret.SecretBox;
import dev.tollgate.records.table.RecordTable;
import dev.tollgate.records.work.EncryptedAnswers;
import dev.tollgate.records.work.Work;
import dev.tollgate.records.work.WorkParts;
import dev.tollgate.runtime.json.Json;
import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.DatabaseRole;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.VertxInternal;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** A process with jobs of notes: an event loop, connections and a clock of its own, beside that of the database. */
final class JobProcess {

    static final JobKind REMINDER = JobKind.of("notes.reminder", "note.remind", "note.snooze");

    private final Bench bench;
    private final Context loop;
    private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);
    private final AtomicReference<Duration> afterClaim = new AtomicReference<>(Duration.ZERO);
    final InstantSource clock = () -> Instant.now().plus(ahead.get());
    final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    /** Workspaces that are not active, and those where the module is off. */
    final Set<UUID> suspended = ConcurrentHashMap.newKeySet();

    final Set<UUID> without = ConcurrentHashMap.newKeySet();

    /** How often it asked which workspaces are active. */
    final AtomicInteger asked = new AtomicInteger();

    /** What happens once it has been answered, before it acts on it. */
    final AtomicReference<Runnable> answered = new AtomicReference<>(() -> {});

    final Jobs jobs;
    final RecordTable<Note> notes;
    final JobRunner runner;

    JobProcess(Bench bench) {
        this.bench = bench;
        this.loop = ((VertxInternal) bench.vertx).contextBuilder().build();
        var parts = Bench.await(onLoop(() -> Future.succeededFuture(parts())));
        this.jobs = new Jobs(parts);
        this.notes = new RecordTable<>(Notes.TABLE, parts.work(), bench.cursors, bench.ids, clock);
        this.runner = new JobRunner(jobs, this::active);
    }

    private JobParts parts() {
        var database = Database.open(bench.vertx, bench.settings, DatabaseRole.APP, 8, clock);
        var work = new Work(
                database,
                new WorkParts(
                        bench.ids,
                        Bench.SLICES,
                        _ -> {},
                        new EncryptedAnswers(new SecretBox(new byte[32], List.of(), new SecureRandom())),
                        (_, answer) -> Buffer.buffer(Json.bytes(answer)),
                        (_, _, _) -> {}));
        return new JobParts(work, database, bench.ids, clock, registry);
    }

    private Future<Map<UUID, ActiveWorkspaces.Active>> active(Set<UUID> workspaces) {
        var _ = clockAhead(afterClaim.getAndSet(Duration.ZERO));
        asked.incrementAndGet();
        var found = workspaces.stream()
                .filter(workspace -> !suspended.contains(workspace))
                .collect(Collectors.toMap(
                        workspace -> workspace,
                        workspace -> new ActiveWorkspaces.Active(
                                without.contains(workspace) ? Set.of("crm") : Set.of("crm", "notes"), ZoneOffset.UTC)));
        answered.get().run();
        return Future.succeededFuture(found);
    }

    /** Handles reminders like this. */
    JobProcess handling(JobHandler handler) {
        jobs.handle(REMINDER, handler);
        return this;
    }

    /** Handles reminders by another letter at the end of the note's title. */
    JobProcess marking() {
        return handling(this::mark);
    }

    /** Adds a letter to the title of the note. */
    Future<?> mark(JobRun run) {
        return write(run, note -> note.titled(note.title() + '!'));
    }

    Future<?> write(JobRun run, Function<Note, Note> change) {
        return run.write(transaction -> notes.patch(
                transaction, run.call(), new NoteId(run.subject()), note -> Outcome.done(change.apply(note))));
    }

    /** Time has passed, here and for the database. */
    void later(Duration more) {
        JobProcessTests.jobTime(bench, clockAhead(more));
    }

    /** The clock of this process alone is ahead by so much more; gives by how much it is now. */
    Duration clockAhead(Duration more) {
        return ahead.updateAndGet(more::plus);
    }

    /** The clock is set back between the next claim and its runs. */
    void setBackAfterClaim(Duration by) {
        afterClaim.set(by.negated());
    }

    /**
     * Claims until nothing is due, without awaiting the runs; gives how many were claimed first. What is due only later
     * is not claimed: no claim is on its way any more.
     */
    int poll() {
        int claimed = Bench.await(onLoop(runner::poll));
        RepeatedCheck.eventually(() -> !isClaiming());
        return claimed;
    }

    private boolean isClaiming() {
        return Bench.await(onLoop(() -> Future.succeededFuture(runner.isClaiming())));
    }

    /** Runs all that is due. */
    Future<Void> runDue() {
        return onLoop(this::untilNothingIsDue);
    }

    private Future<Void> untilNothingIsDue() {
        return runner.poll()
                .compose(claimed ->
                        claimed == 0 ? Future.succeededFuture() : runner.idle().compose(_ -> untilNothingIsDue()));
    }

    Future<Void> idle() {
        return onLoop(runner::idle);
    }

    /** Hears that a workspace has changed. */
    void changed(Caller caller) {
        Bench.settle(onLoop(() -> {
            runner.changed(List.of(caller.workspaceId().value()));
            return Future.succeededFuture();
        }));
    }

    double runs(String outcome) {
        return registry.get("tollgate.jobs.runs")
                .tag("kind", REMINDER.name())
                .tag("outcome", outcome)
                .counter()
                .count();
    }

    <T> Future<T> onLoop(Supplier<Future<T>> step) {
        var promise = Promise.<T>promise();
        loop.runOnContext(_ -> step.get().onComplete(promise));
        return promise.future();
    }
}
