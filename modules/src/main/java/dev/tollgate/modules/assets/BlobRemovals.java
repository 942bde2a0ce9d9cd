package dev.tollgate.modules.assets;

import dev.tollgate.blobs.BlobKey;
import dev.tollgate.blobs.BlobStore;
import dev.tollgate.contract.caller.Id;
import dev.tollgate.contract.caller.IdPrefix;
import dev.tollgate.contract.operation.Call;
import dev.tollgate.records.ModuleContext;
import dev.tollgate.records.job.JobKind;
import dev.tollgate.records.job.JobRun;
import dev.tollgate.records.job.Jobs;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Removes blobs that no row names any more: a durable job for each, once the transaction that lets go of it commits. */
final class BlobRemovals {

    static final JobKind REMOVAL = JobKind.of("assets.blob_removal");

    /** Names a blob as the subject of a job. */
    @IdPrefix("blb")
    record BlobId(UUID value) implements Id {}

    private final Jobs jobs;
    private final BlobStore store;

    BlobRemovals(ModuleContext context) {
        this.jobs = context.jobs();
        this.store = context.blobs().store();
    }

    void serve() {
        jobs.handle(REMOVAL, this::run);
    }

    /** Removes everything that the row of a deleted asset names; an unfinished upload is left to the sweep. */
    void removeAll(Transaction transaction, Call<?> call, FileRow file) {
        remove(transaction, call, file.stored());
        var upload = file.upload();
        remove(transaction, call, upload == null ? null : upload.key());
    }

    /** Removes a blob, whose key is not written again. */
    void remove(Transaction transaction, Call<?> call, @Nullable BlobKey blob) {
        if (blob != null) {
            jobs.schedule(transaction, call, REMOVAL, new BlobId(blob.id()), call.facts().time());
        }
    }

    private Future<?> run(JobRun run) {
        return store.delete(new BlobKey(run.workspaceId(), run.subject()));
    }
}
