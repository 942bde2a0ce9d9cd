package dev.tollgate.gateway.files;

import dev.tollgate.blobs.BlobKey;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.records.file.FileTransfers;
import dev.tollgate.records.file.ReceivedBytes;
import dev.tollgate.records.file.SignedFile;
import dev.tollgate.records.file.StoredFile;
import dev.tollgate.records.file.UploadGrant;
import dev.tollgate.records.file.UploadHead;
import dev.tollgate.records.file.UploadProgress;
import io.vertx.core.Future;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** A module that takes one file of this size from any sender. */
final class OneUpload implements FileTransfers {

    final UploadGrant.Lease lease;
    final AtomicInteger recorded = new AtomicInteger();
    final AtomicInteger released = new AtomicInteger();

    OneUpload(long size) {
        var blob = new BlobKey(new WorkspaceId(UUID.randomUUID()), UUID.randomUUID());
        lease = new UploadGrant.Lease(UUID.randomUUID(), blob, null, 0, size, null, null, null);
    }

    @Override
    public Future<Outcome<UploadProgress>> progress(Call<SignedFile> call) {
        return Future.succeededFuture(Outcome.done(new UploadProgress(1, null)));
    }

    @Override
    public Future<Outcome<UploadGrant>> begin(Call<SignedFile> call, UploadHead head) {
        return Future.succeededFuture(Outcome.done(lease));
    }

    @Override
    public Future<Boolean> renew(Call<SignedFile> call, UploadGrant.Lease renewed) {
        return Future.succeededFuture(released.get() == 0);
    }

    @Override
    public Future<Outcome<UploadProgress>> received(Call<SignedFile> call, UploadGrant.Lease of, ReceivedBytes bytes) {
        recorded.incrementAndGet();
        return Future.succeededFuture(Outcome.done(new UploadProgress(1, bytes.sha256())));
    }

    @Override
    public Future<Void> release(Call<SignedFile> call, UploadGrant.Lease ended) {
        released.incrementAndGet();
        return Future.succeededFuture();
    }

    @Override
    public Future<Outcome<StoredFile>> stored(Call<SignedFile> call) {
        return Future.succeededFuture(Outcome.refused(new Refusal.Unauthorized()));
    }
}
