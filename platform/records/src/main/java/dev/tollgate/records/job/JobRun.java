package dev.tollgate.records.job;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.event.CallFacts;
import dev.tollgate.contract.event.Charge;
import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.outcome.Failure;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.records.work.Change;
import dev.tollgate.records.work.UsageName;
import dev.tollgate.records.work.Work;
import dev.tollgate.runtime.postgres.TimeColumn;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One run of a due job. Its {@link #call} is what {@code RecordTable} and {@code Work} take for a call: of the kind's
 * own actor, in the job's workspace and its time zone, free of charge. Used on one event loop.
 */
public final class JobRun {

    private static final String END = "SELECT records.end_job($1, $2, $3)";

    private final ClaimedJob job;
    private final Work work;
    private final @Nullable JobCharges charges;
    private final Call<JobRun> call;
    private @Nullable Instant next;
    private @Nullable Refusal refusal;
    private boolean ended;

    JobRun(ClaimedJob job, JobParts parts, Function<JobRun, Call<JobRun>> call) {
        this.job = job;
        this.work = parts.work();
        this.charges = parts.charges();
        this.call = call.apply(this);
    }

    public JobKind kind() {
        return job.kind();
    }

    /** The tenant; fails for a job of the installation. */
    public TenantId tenantId() {
        return Objects.requireNonNull(job.tenant(), "a job of the installation");
    }

    /** The workspace; fails for a job of the installation. */
    public WorkspaceId workspaceId() {
        return Objects.requireNonNull(job.workspace(), "a job of the installation");
    }

    /** The id of the record it is about. */
    public UUID subject() {
        return job.subject();
    }

    /** The time it was set for, however late it runs. */
    public Instant dueAt() {
        return job.dueAt();
    }

    /** Which run this is since the job was set for this time, from 1. */
    public int attempt() {
        return job.attempt();
    }

    /** The call to pass to tables. Its time is up soon: see {@link JobKind#runMax}. */
    public Call<JobRun> call() {
        return call;
    }

    /**
     * Sets the job for another time instead of ending it, once this run has succeeded. A time that has passed makes it
     * run again at once, after the others that are due.
     */
    public void next(Instant at) {
        next = at;
    }

    /**
     * Writes the effect of the job, and ends the job or sets it for its next time, in one transaction: records, audit
     * row, domain events. There is no usage event, no audit row where no record has changed, and no event that
     * {@link Change#announcing} does not name. At most once in a run.
     *
     * @param body sends statements, as for {@code Work.write}; an action that {@link Change} names is one of the kind's
     * @return done once the commit is durable. Fails, and nothing is changed, if the job was set for another time,
     *     removed or claimed by another process meanwhile. Refused as the body was: nothing is changed, its next time
     *     included, and unless another write follows the job runs again later; if the refusal says that a record was
     *     not found, it ends.
     */
    public <A> Future<Outcome<A>> write(Function<Transaction, Future<Outcome<Change<A>>>> body) {
        if (ended) {
            return Future.failedFuture(new IllegalStateException("the run has written its effect already"));
        }
        var planned = next;
        return work.<A>effect(
                        call,
                        transaction -> body.apply(transaction).map(outcome -> outcome.map(this::checked)),
                        this::end)
                .onSuccess(this::wrote)
                .onComplete(_ -> next = ended ? next : planned);
    }

    /**
     * The same for work that costs: its price is held, then the usage event is written in the transaction of the
     * effect.
     *
     * @return refused too where the account is paused or has too little left; then nothing is changed, and the run may
     *     set the job for later by {@link #next} and succeed
     */
    public <A> Future<Outcome<A>> charge(JobUse use, Function<Transaction, Future<Outcome<Change<A>>>> body) {
        var paying = Objects.requireNonNull(charges, "this process charges nothing");
        if (ended) {
            return Future.failedFuture(new IllegalStateException("the run has written its effect already"));
        }
        return paying.held(tenantId(), use).compose(held -> held.then(charge -> charged(paying, use, charge, body)));
    }

    private <A> Future<Outcome<A>> charged(
            JobCharges paying, JobUse use, Charge charge, Function<Transaction, Future<Outcome<Change<A>>>> body) {
        return work.<A>charged(
                        call.charging(charge),
                        new UsageName(use.usageId(), named(use)),
                        transaction -> body.apply(transaction).map(outcome -> outcome.map(this::checked)),
                        this::end)
                .onSuccess(outcome -> {
                    wrote(outcome);
                    if (!ended) {
                        paying.release(tenantId(), charge);
                    }
                })
                .onFailure(failure -> {
                    if (!Failure.effectUnknown(failure)) {
                        paying.release(tenantId(), charge);
                    }
                });
    }

    private CallFacts named(JobUse use) {
        return use.spender() == null
                ? call.facts()
                : call.facts().by(use.spender().actor());
    }

    private <A> Change<A> checked(Change<A> change) {
        var action = change.action();
        if (action != null && !kind().actions().contains(action)) {
            throw new IllegalArgumentException(kind().name() + " does not declare the action " + action);
        }
        return change;
    }

    private void end(Transaction transaction) {
        transaction.atCommit(END, Tuple.of(job.id().value(), job.lease()).addOffsetDateTime(TimeColumn.argument(next)));
    }

    private void wrote(Outcome<?> outcome) {
        if (outcome instanceof Outcome.Refused<?>(Refusal reason)) {
            refusal = reason;
        } else {
            ended = true;
        }
    }

    /** Whether this is the job of a subject. */
    boolean isOf(JobKind kind, @Nullable WorkspaceId workspace, UUID subject) {
        return job.kind().equals(kind)
                && Objects.equals(job.workspace(), workspace)
                && job.subject().equals(subject);
    }

    /** The job ends with this run, unless it is set again. */
    void last() {
        next = null;
    }

    /** Ends the job after a handler that has not done so; fails if its write was refused. */
    Future<Void> finish() {
        if (ended) {
            return Future.succeededFuture();
        }
        if (refusal != null && !(refusal instanceof Refusal.ResourceNotFound)) {
            return Future.failedFuture(new JobRefused(refusal));
        }
        return write(_ -> Future.succeededFuture(Outcome.done(Change.of(job.id()))))
                .mapEmpty();
    }
}
