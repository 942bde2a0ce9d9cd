package dev.tollgate.modules.assets;

import dev.tollgate.blobs.BlobStore;
import dev.tollgate.blobs.BlobUpload;
import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.modules.assets.storage.StoredBytes;
import dev.tollgate.records.ModuleContext;
import dev.tollgate.records.file.FileTransfers;
import dev.tollgate.records.file.ReceivedBytes;
import dev.tollgate.records.file.SignedFile;
import dev.tollgate.records.file.StoredFile;
import dev.tollgate.records.file.UploadGrant;
import dev.tollgate.records.file.UploadHead;
import dev.tollgate.records.file.UploadProgress;
import dev.tollgate.records.work.Work;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.Objects;
import java.util.UUID;

/**
 * Rows of files behind the signed routes. A request writes to the store under a lease of the row, and its bytes count
 * only if the lease is its own when they are recorded; so a late writer changes nothing.
 */
final class Uploads implements FileTransfers {

    private static final Refusal LEASE_LOST = new Refusal.Conflict("Another request is sending bytes of this file.");

    private final Work work;
    private final BlobStore store;
    private final boolean scanned;
    private final StoredBytes storedBytes;
    private final InstantSource clock;

    Uploads(ModuleContext context, StoredBytes bytes) {
        this.work = context.work();
        this.store = context.blobs().store();
        this.scanned = context.blobs().check().scans();
        this.storedBytes = bytes;
        this.clock = context.clock();
    }

    @Override
    public Future<Outcome<UploadProgress>> progress(Call<SignedFile> call) {
        return FileRows.read(work, call, call.input().asset())
                .map(found -> UploadRules.open(found, call.input()).map(FileRow::progress));
    }

    @Override
    public Future<Outcome<UploadGrant>> begin(Call<SignedFile> call, UploadHead head) {
        return work.unrecorded(call, transaction -> leased(transaction, call, head))
                .compose(granted -> granted instanceof Outcome.Done<UploadGrant>(UploadGrant.Lease lease)
                                && lease.part() == 1
                                && lease.parts() == null
                        ? begun(call, lease)
                        : Future.succeededFuture(granted));
    }

    private Future<Outcome<UploadGrant>> leased(Transaction transaction, Call<SignedFile> call, UploadHead head) {
        return FileRows.locked(transaction, call, call.input().asset())
                .compose(found -> UploadRules.open(found, call.input())
                        .then(file -> Future.succeededFuture(leased(transaction, call, head, file))));
    }

    private Outcome<UploadGrant> leased(Transaction transaction, Call<SignedFile> call, UploadHead head, FileRow file) {
        var now = clock.instant();
        var granted = UploadRules.granted(file, head, scanned, UUID.randomUUID(), now);
        if (granted instanceof Outcome.Done<UploadGrant>(UploadGrant.Lease lease)) {
            var until = now.plus(UploadGrant.Lease.LIFE);
            FileRows.lease(transaction, call, file.asset(), lease.lease(), until);
        }
        return granted;
    }

    /** Begins the upload in parts, outside of any transaction: the store may be slow. */
    private Future<Outcome<UploadGrant>> begun(Call<SignedFile> call, UploadGrant.Lease lease) {
        var asset = call.input().asset();
        return store.begin(lease.blob())
                .compose(upload -> work.unrecorded(
                                call, transaction -> FileRows.begun(transaction, call, asset, lease.lease(), upload))
                        .compose(kept -> kept
                                ? Future.succeededFuture(Outcome.<UploadGrant>done(with(lease, upload)))
                                : store.abort(upload).map(Outcome.<UploadGrant>refused(LEASE_LOST))))
                .recover(cause -> release(call, lease).transform(_ -> Future.failedFuture(cause)));
    }

    private static UploadGrant.Lease with(UploadGrant.Lease lease, BlobUpload upload) {
        return new UploadGrant.Lease(
                lease.lease(),
                lease.blob(),
                upload,
                lease.part(),
                lease.size(),
                lease.sniffedAs(),
                lease.digestState(),
                lease.sha256());
    }

    @Override
    public Future<Boolean> renew(Call<SignedFile> call, UploadGrant.Lease lease) {
        return work.unrecorded(
                call,
                transaction ->
                        FileRows.renewed(transaction, call, call.input().asset(), lease.lease(), clock.instant()));
    }

    @Override
    public Future<Outcome<UploadProgress>> received(
            Call<SignedFile> call, UploadGrant.Lease lease, ReceivedBytes bytes) {
        return work.unrecorded(
                call,
                transaction -> FileRows.locked(transaction, call, call.input().asset())
                        .map(found -> switch (UploadRules.open(found, call.input())) {
                            case Outcome.Done<FileRow>(FileRow file) -> recorded(transaction, call, file, lease, bytes);
                            case Outcome.Refused<FileRow>(Refusal refusal) -> {
                                discard(transaction, call, lease);
                                yield Outcome.refused(refusal);
                            }
                            case Outcome.Replayed<FileRow> replayed ->
                                throw new IllegalStateException("not a step of a call: " + replayed);
                        }));
    }

    private Outcome<UploadProgress> recorded(
            Transaction transaction,
            Call<SignedFile> call,
            FileRow file,
            UploadGrant.Lease lease,
            ReceivedBytes bytes) {
        var refusal = UploadRules.refusal(file, lease, bytes);
        if (refusal != null) {
            discard(transaction, call, lease);
            if (lease.part() > 0 && refusal instanceof Refusal.ValidationFailed) {
                FileRows.empty(transaction, call, file, storedBytes);
            }
            FileRows.release(transaction, call, file.asset(), lease.lease());
            return Outcome.refused(refusal);
        }
        if (lease.part() == 0) {
            FileRows.discard(transaction, call, file, storedBytes);
            FileRows.whole(transaction, call, file.asset(), lease.blob().id(), bytes);
            return Outcome.done(new UploadProgress(1, bytes.sha256()));
        }
        if (file.storedBlob() != null) {
            storedBytes.delete(transaction, call, file.storedBlob());
        }
        FileRows.part(
                transaction,
                call,
                file.asset(),
                Objects.requireNonNull(bytes.part()).value(),
                bytes);
        return Outcome.done(new UploadProgress(lease.part() + 1, null));
    }

    /** A whole file that does not count has a blob of its own; a part does not, and its writer discards it. */
    private void discard(Transaction transaction, Call<?> call, UploadGrant.Lease lease) {
        if (lease.part() == 0) {
            storedBytes.delete(transaction, call, lease.blob().id());
        }
    }

    @Override
    public Future<Void> release(Call<SignedFile> call, UploadGrant.Lease lease) {
        return work.prepare(call, transaction -> {
            FileRows.release(transaction, call, call.input().asset(), lease.lease());
            return Future.succeededFuture();
        });
    }

    @Override
    public Future<Outcome<StoredFile>> stored(Call<SignedFile> call) {
        return FileRows.read(work, call, call.input().asset())
                .map(found -> found.filter(file -> file.status() == Asset.Status.AVAILABLE
                                && call.input().blob().equals(file.storedBlob()))
                        .map(file -> Outcome.done(new StoredFile(
                                Objects.requireNonNull(file.stored()),
                                file.size(),
                                file.fileName(),
                                file.mimeType(),
                                Objects.requireNonNull(file.storedSha256()))))
                        .orElseGet(() -> Outcome.refused(new Refusal.Unauthorized())));
    }
}
