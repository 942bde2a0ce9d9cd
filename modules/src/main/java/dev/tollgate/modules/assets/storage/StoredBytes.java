package dev.tollgate.modules.assets.storage;

import dev.tollgate.blobs.BlobKey;
import dev.tollgate.blobs.BlobStore;
import dev.tollgate.contract.caller.Id;
import dev.tollgate.contract.operation.Call;
import dev.tollgate.records.job.JobKind;
import dev.tollgate.records.job.JobRun;
import dev.tollgate.records.job.Jobs;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
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

    private final Jobs jobs;
    private final BlobStore store;

    StoredBytes(Jobs jobs, BlobStore store) {
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

    Future<?> delete(JobRun run) {
        return store.delete(new BlobKey(run.workspaceId(), run.subject()));
    }

    /** To the millisecond, as storage is counted. */
    private static OffsetDateTime time(Call<?> call) {
        return call.facts().time().truncatedTo(ChronoUnit.MILLIS).atOffset(ZoneOffset.UTC);
    }
}
