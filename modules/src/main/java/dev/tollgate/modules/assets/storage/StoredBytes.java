package dev.tollgate.modules.assets.storage;

import dev.tollgate.blobs.BlobKey;
import dev.tollgate.blobs.BlobStore;
import dev.tollgate.blobs.BlobUpload;
import dev.tollgate.contract.caller.Id;
import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.records.job.JobKind;
import dev.tollgate.records.job.JobRun;
import dev.tollgate.records.job.Jobs;
import dev.tollgate.records.work.Change;
import dev.tollgate.records.work.Work;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/**
 * Which bytes are stored since when, as transactions of assets begin and end it, and the queue of blobs to delete. All
 * methods send their statements on the transaction and return.
 */
public final class StoredBytes {

    static final JobKind DELETE_BLOB = JobKind.of("assets.delete_blob").inAnyState();

    private static final String BEGIN = """
            INSERT INTO assets.stored (workspace_id, id, bytes, stored_from) VALUES ($1, $2, $3, $4)
            """;

    /** Clocks of processes differ. */
    private static final String END = """
            UPDATE assets.stored SET stored_until = GREATEST(stored_from, $3)
             WHERE workspace_id = $1 AND id = $2 AND stored_until IS NULL
            """;

    private static final String ABORT = "INSERT INTO assets.ended_upload (workspace_id, id, token) VALUES ($1, $2, $3)";
    private static final String ABORTED = "SELECT token FROM assets.ended_upload WHERE workspace_id = $1 AND id = $2";
    private static final String FORGET = "DELETE FROM assets.ended_upload WHERE workspace_id = $1 AND id = $2";

    private final Work work;
    private final Jobs jobs;
    private final BlobStore store;

    StoredBytes(Work work, Jobs jobs, BlobStore store) {
        this.work = work;
        this.jobs = jobs;
        this.store = store;
    }

    /** The bytes of an asset are stored, and charged, from the time of the call on. Once per asset. */
    public void began(Transaction transaction, Call<?> call, Id asset, long bytes) {
        var workspace = call.caller().workspaceId();
        var _ = transaction.query(
                BEGIN, Tuple.of(workspace.value(), asset.value(), bytes).addOffsetDateTime(time(call)));
        jobs.scheduleOnce(
                transaction,
                call,
                StorageCharges.DAY,
                workspace,
                StorageCharges.NEXT.apply(call.facts().time()));
    }

    /** They are charged no longer; does nothing if they were not stored. */
    public void ended(Transaction transaction, Call<?> call, Id asset) {
        var _ = transaction.query(
                END,
                Tuple.of(call.caller().workspaceId().value(), asset.value()).addOffsetDateTime(time(call)));
    }

    /** Deletes a blob of the workspace some time after the commit. No row may refer to it then. */
    public void delete(Transaction transaction, Call<?> call, UUID blob) {
        Instant now = call.facts().time();
        jobs.schedule(transaction, call, DELETE_BLOB, new BlobId(blob), now);
    }

    /** Aborts an upload in parts some time after the commit, and deletes its blob if it was finished before. */
    public void abort(Transaction transaction, Call<?> call, BlobUpload upload) {
        var blob = upload.key().id();
        var _ = transaction.query(
                ABORT, Tuple.of(upload.key().workspace().value(), blob).addString(upload.token()));
        delete(transaction, call, blob);
    }

    Future<?> delete(JobRun run) {
        var key = new BlobKey(run.workspaceId(), run.subject());
        return work.read(run.call(), ABORTED, row(key))
                .compose(rows -> aborted(key, rows))
                .compose(_ -> store.delete(key))
                .compose(_ -> run.write(transaction ->
                        transaction.query(FORGET, row(key)).map(_ -> Outcome.done(Change.of(key.id())))));
    }

    /** Before the blob is deleted, so that nobody finishes the upload behind it. */
    private Future<Void> aborted(BlobKey key, RowSet<Row> rows) {
        Future<Void> done = Future.succeededFuture();
        for (var row : rows) {
            done = store.abort(new BlobUpload(key, row.getString("token")));
        }
        return done;
    }

    private static Tuple row(BlobKey key) {
        return Tuple.of(key.workspace().value(), key.id());
    }

    /** To the millisecond, as storage is counted. */
    private static OffsetDateTime time(Call<?> call) {
        return call.facts().time().truncatedTo(ChronoUnit.MILLIS).atOffset(ZoneOffset.UTC);
    }
}
