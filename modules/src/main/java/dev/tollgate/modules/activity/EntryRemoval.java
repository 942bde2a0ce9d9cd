package dev.tollgate.modules.activity;

import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.records.ModuleContext;
import dev.tollgate.records.consume.EventRun;
import dev.tollgate.records.job.JobKind;
import dev.tollgate.records.job.JobRun;
import dev.tollgate.records.job.Jobs;
import dev.tollgate.records.work.Change;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Removes deleted records from timelines: the entries of their own events, and the references of others. A transaction
 * removes a bounded number; what is left is removed by a job, step by step, so that a record with any number of entries
 * holds up nobody.
 */
final class EntryRemoval {

    static final JobKind REMOVE = JobKind.of("activity.remove_entries").inAnyState();

    /** Entries of the records of one run of events, or of one step of the job. */
    static final int STEP_MAX = 2_000;

    /** Deleted records of one step. */
    private static final int RECORDS_MAX = 50;

    private static final String REMOVE_OWN = """
            WITH gone AS MATERIALIZED (
                SELECT e.id
                  FROM unnest($2::text[], $3::text[]) AS deleted (type, id)
                  JOIN activity.entry e
                    ON e.workspace_id = $1 AND e.resource_id = deleted.id AND e.resource_type = deleted.type
                 LIMIT $4),
            removed AS (
                DELETE FROM activity.entry e USING gone WHERE e.workspace_id = $1 AND e.id = gone.id)
            SELECT count(*) AS entries FROM gone
            """;

    /** An entry of no other timeline is deleted. */
    private static final String REMOVE_CONTACTS = """
            WITH gone AS MATERIALIZED (
                SELECT id, company_id IS NULL AS last
                  FROM activity.entry
                 WHERE workspace_id = $1 AND contact_id = ANY ($2)
                 LIMIT $3),
            removed AS (
                DELETE FROM activity.entry e USING gone WHERE e.workspace_id = $1 AND e.id = gone.id AND gone.last),
            kept AS (
                UPDATE activity.entry e SET contact_id = NULL
                  FROM gone WHERE e.workspace_id = $1 AND e.id = gone.id AND NOT gone.last)
            SELECT count(*) AS entries FROM gone
            """;

    private static final String REMOVE_COMPANIES = """
            WITH gone AS MATERIALIZED (
                SELECT id, contact_id IS NULL AS last
                  FROM activity.entry
                 WHERE workspace_id = $1 AND company_id = ANY ($2)
                 LIMIT $3),
            removed AS (
                DELETE FROM activity.entry e USING gone WHERE e.workspace_id = $1 AND e.id = gone.id AND gone.last),
            kept AS (
                UPDATE activity.entry e SET company_id = NULL
                  FROM gone WHERE e.workspace_id = $1 AND e.id = gone.id AND NOT gone.last)
            SELECT count(*) AS entries FROM gone
            """;

    private static final String REMEMBER = """
            INSERT INTO activity.forgotten (workspace_id, resource_type, resource_id, record_id)
            SELECT $1, type, text, id FROM unnest($2::text[], $3::text[], $4::uuid[]) AS deleted (type, text, id)
            ON CONFLICT DO NOTHING
            """;

    private static final String REMEMBERED = """
            SELECT resource_type, resource_id, record_id FROM activity.forgotten
             WHERE workspace_id = $1 ORDER BY resource_type, resource_id LIMIT $2
            """;

    private static final String DONE = """
            DELETE FROM activity.forgotten f
             USING unnest($2::text[], $3::text[]) AS deleted (type, text)
             WHERE f.workspace_id = $1 AND f.resource_type = deleted.type AND f.resource_id = deleted.text
            """;

    private final Jobs jobs;
    private final InstantSource clock;

    EntryRemoval(ModuleContext context) {
        this.jobs = context.jobs();
        this.clock = context.clock();
    }

    /** Waits until no other transaction changes entries of the workspace. */
    static void lock(Transaction transaction, WorkspaceId workspaceId) {
        transaction.waitForLocks();
        var _ = transaction.lock("activity.feed " + workspaceId);
    }

    /** Removes records from timelines in the transaction of their events, as far as it may; behind {@link #lock}. */
    Future<?> remove(Transaction transaction, EventRun run, List<DeletedRecord> deleted) {
        return deleted.isEmpty()
                ? Future.succeededFuture()
                : step(transaction, run.workspaceId(), deleted).map(more -> {
                    if (more) {
                        var _ = transaction.query(
                                REMEMBER,
                                named(run.workspaceId(), deleted)
                                        .addArrayOfUUID(deleted.stream()
                                                .map(DeletedRecord::id)
                                                .toArray(UUID[]::new)));
                        jobs.scheduleOnce(transaction, run.call(), REMOVE, run.workspaceId(), clock.instant());
                    }
                    return more;
                });
    }

    /** One step of the job of a workspace. */
    Future<?> run(JobRun run) {
        var workspace = run.workspaceId();
        return run.write(transaction -> {
            lock(transaction, workspace);
            return transaction
                    .query(REMEMBERED, Tuple.of(workspace.value(), RECORDS_MAX))
                    .map(EntryRemoval::records)
                    .compose(deleted -> step(transaction, workspace, deleted).map(more -> {
                        if (!more) {
                            var _ = transaction.query(DONE, named(workspace, deleted));
                        }
                        if (more || deleted.size() == RECORDS_MAX) {
                            run.next(clock.instant());
                        }
                        return Outcome.done(Change.of(deleted.size()));
                    }));
        });
    }

    /** Whether there may be more. */
    private static Future<Boolean> step(Transaction transaction, WorkspaceId workspace, List<DeletedRecord> deleted) {
        var own = transaction
                .query(REMOVE_OWN, named(workspace, deleted).addInteger(STEP_MAX))
                .map(EntryRemoval::isFull);
        var ofContacts = referring(transaction, REMOVE_CONTACTS, workspace, ids(deleted, DeletedRecord.CONTACT));
        var ofCompanies = referring(transaction, REMOVE_COMPANIES, workspace, ids(deleted, DeletedRecord.COMPANY));
        return own.compose(
                full -> ofContacts.compose(contacts -> ofCompanies.map(companies -> full || contacts || companies)));
    }

    private static Future<Boolean> referring(
            Transaction transaction, String statement, WorkspaceId workspace, UUID[] ids) {
        return ids.length == 0
                ? Future.succeededFuture(false)
                : transaction
                        .query(
                                statement,
                                Tuple.of(workspace.value()).addArrayOfUUID(ids).addInteger(STEP_MAX))
                        .map(EntryRemoval::isFull);
    }

    private static boolean isFull(RowSet<Row> rows) {
        return rows.iterator().next().getLong("entries") >= STEP_MAX;
    }

    private static UUID[] ids(List<DeletedRecord> deleted, String type) {
        return deleted.stream()
                .filter(one -> one.isOf(type))
                .map(DeletedRecord::id)
                .toArray(UUID[]::new);
    }

    private static Tuple named(WorkspaceId workspace, List<DeletedRecord> deleted) {
        return Tuple.of(workspace.value())
                .addArrayOfString(deleted.stream().map(DeletedRecord::type).toArray(String[]::new))
                .addArrayOfString(deleted.stream().map(DeletedRecord::text).toArray(String[]::new));
    }

    private static List<DeletedRecord> records(RowSet<Row> rows) {
        var records = new ArrayList<DeletedRecord>();
        rows.forEach(row -> records.add(new DeletedRecord(
                Objects.requireNonNull(row.getString("resource_type")),
                Objects.requireNonNull(row.getString("resource_id")),
                id(row))));
        return records;
    }

    private static @Nullable UUID id(Row row) {
        return row.getUUID("record_id");
    }
}
