package dev.tollgate.records.job;

import dev.tollgate.contract.caller.Id;
import dev.tollgate.contract.caller.TypeId;
import dev.tollgate.contract.operation.Call;
import dev.tollgate.runtime.kafka.Partitioner;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The jobs of one event loop: which kinds have a handler, and how a write sets the job of a record.
 *
 * <pre>{@code
 * static final JobKind CLOCK = JobKind.of("support.ticket_clock", "ticket.breach_sla");
 *
 * context.jobs().handle(CLOCK, run -> run.write(transaction -> tickets.patch(
 *         transaction, run.call(), new TicketId(run.subject()), ticket -> breached(ticket, run.dueAt()))));
 *
 * jobs.schedule(transaction, call, CLOCK, ticket.id(), ticket.wakeAt());
 * }</pre>
 */
public final class Jobs {

    /** Parts of the due jobs that a claim takes from in equal shares: a workspace's jobs are all in one. */
    static final int SLICES = 16;

    /** The subject of the one job of a kind that belongs to the installation. */
    static final UUID INSTALLATION = new UUID(0, 0);

    /**
     * Another time takes the job away from a run, which then changes nothing; so does the same time, since the run may
     * have read its record before this write.
     */
    private static final String SCHEDULE = """
            INSERT INTO records.job AS j (id, slice, kind, tenant_id, workspace_id, subject_prefix, subject_id, due_at, next_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8)
            ON CONFLICT (workspace_id, kind, subject_id) DO UPDATE
               SET due_at = excluded.due_at, next_at = excluded.due_at, lease = NULL, parked = false, attempt = 0,
                   last_error = NULL
             WHERE j.due_at <> excluded.due_at OR j.lease IS NOT NULL
            """;

    private static final String SCHEDULE_ONCE = """
            INSERT INTO records.job (id, slice, kind, tenant_id, workspace_id, subject_prefix, subject_id, due_at, next_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8)
            ON CONFLICT (workspace_id, kind, subject_id) DO NOTHING
            """;

    private static final String CANCEL =
            "DELETE FROM records.job WHERE workspace_id = $1 AND kind = $2 AND subject_id = $3";

    /**
     * A kind with its handler.
     *
     * @param next the next time of a job of the installation; null for jobs of records
     */
    record Handled(
            JobKind kind, JobHandler handler, @Nullable UnaryOperator<Instant> next) {}

    private final JobParts parts;
    private final Map<String, Handled> handled = new LinkedHashMap<>();

    public Jobs(JobParts parts) {
        this.parts = parts;
    }

    /** Binds the handler of jobs of workspaces. */
    public void handle(JobKind kind, JobHandler handler) {
        bind(new Handled(kind, handler, null));
    }

    /**
     * Binds the handler of the one job of this kind that belongs to the installation. It is set when a process starts,
     * unless it is set already.
     *
     * @param next the first time after a given one; applied to the present after each run for which the handler does
     *     not call {@link JobRun#next}
     */
    public void every(JobKind kind, UnaryOperator<Instant> next, JobHandler handler) {
        bind(new Handled(kind, handler, next));
    }

    private void bind(Handled one) {
        if (handled.putIfAbsent(one.kind().name(), one) != null) {
            throw new IllegalStateException(one.kind().name() + " has a handler already");
        }
    }

    /** The kinds of a module that have a handler. */
    public Set<JobKind> kinds(String module) {
        return handled.values().stream()
                .map(Handled::kind)
                .filter(kind -> kind.module().equals(module))
                .collect(Collectors.toUnmodifiableSet());
    }

    JobParts parts() {
        return parts;
    }

    Map<String, Handled> handled() {
        return handled;
    }

    /**
     * Sets or moves the job of a subject in the call's workspace, in the transaction of a write. Send it after the
     * statement that locks the subject's record. In a run of this very job it is {@link JobRun#next}.
     *
     * @param dueAt may have passed: it runs within about a second then
     */
    public void schedule(Transaction transaction, Call<?> call, JobKind kind, Id subject, Instant dueAt) {
        var run = ownRun(call, kind, subject);
        if (run != null) {
            run.next(dueAt);
            return;
        }
        var _ = transaction.query(SCHEDULE, row(call, kind, subject, dueAt));
    }

    /** Sets the job of a subject unless it is set: for one that sets itself again as long as the subject is there. */
    public void scheduleOnce(Transaction transaction, Call<?> call, JobKind kind, Id subject, Instant dueAt) {
        var _ = transaction.query(SCHEDULE_ONCE, row(call, kind, subject, dueAt));
    }

    private Tuple row(Call<?> call, JobKind kind, Id subject, Instant dueAt) {
        var workspace = call.caller().workspaceId().value();
        return Tuple.of(parts.ids().next(), Partitioner.of(workspace, SLICES), kind.name())
                .addUUID(call.caller().tenantId().value())
                .addUUID(workspace)
                .addString(TypeId.prefix(subject.getClass()))
                .addUUID(subject.value())
                .addOffsetDateTime(dueAt.atOffset(ZoneOffset.UTC));
    }

    /** The same where there may be no time: without one the job is removed. */
    public void set(Transaction transaction, Call<?> call, JobKind kind, Id subject, @Nullable Instant dueAt) {
        if (dueAt == null) {
            cancel(transaction, call, kind, subject);
        } else {
            schedule(transaction, call, kind, subject, dueAt);
        }
    }

    /** Removes the job of a subject, if it has one. A run of it that has not committed changes nothing. */
    public void cancel(Transaction transaction, Call<?> call, JobKind kind, Id subject) {
        var run = ownRun(call, kind, subject);
        if (run != null) {
            run.last();
            return;
        }
        var _ = transaction.query(CANCEL, Tuple.of(call.caller().workspaceId().value(), kind.name(), subject.value()));
    }

    private static @Nullable JobRun ownRun(Call<?> call, JobKind kind, Id subject) {
        return call.input() instanceof JobRun run
                        && run.isOf(kind, call.caller().workspace(), subject.value())
                ? run
                : null;
    }
}
