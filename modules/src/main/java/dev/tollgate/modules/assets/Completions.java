package dev.tollgate.modules.assets;

import dev.tollgate.blobs.BlobMissing;
import dev.tollgate.blobs.BlobStore;
import dev.tollgate.blobs.intake.ResumableSha256;
import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.modules.assets.AssetOperations.Completion;
import dev.tollgate.modules.assets.storage.StoredBytes;
import dev.tollgate.records.ModuleContext;
import dev.tollgate.records.job.Jobs;
import dev.tollgate.records.shape.Column;
import dev.tollgate.records.table.RecordTable;
import dev.tollgate.records.work.Change;
import dev.tollgate.records.work.Work;
import dev.tollgate.runtime.bus.OperationBus;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Makes assets available on one event loop. The blob is made of its parts before the transaction that records it: that
 * may be slow, and can be repeated.
 */
final class Completions {

    private static final Refusal MEANWHILE =
            new Refusal.Conflict("Bytes were sent meanwhile. Call complete_asset_upload again.");

    private static final Refusal ENDED =
            new Refusal.Conflict("The time for the upload has ended. Delete the asset and create another one.");

    private static final Column<Asset, Asset.Status> STATUS = Assets.TABLE.column("status", Asset.Status.class);
    private static final Column<Asset, Instant> AVAILABLE_AT = Assets.TABLE.column("available_at", Instant.class);
    private static final Column<Asset, String> SHA256 = Assets.TABLE.column("sha256", String.class);

    /** The bytes that the asset is to have. */
    private record Bytes(UUID blob, String sha256) {}

    private final RecordTable<Asset> assets;
    private final Work work;
    private final Jobs jobs;
    private final BlobStore store;
    private final StoredBytes storedBytes;

    Completions(ModuleContext context, StoredBytes storedBytes) {
        this.assets = context.table(Assets.TABLE);
        this.work = context.work();
        this.jobs = context.jobs();
        this.store = context.blobs().store();
        this.storedBytes = storedBytes;
    }

    void serve(OperationBus bus) {
        bus.serve(AssetOperations.COMPLETE, this::complete);
    }

    private Future<Outcome<Asset>> complete(Call<Completion> call) {
        return FileRows.read(work, call, call.input().id())
                .compose(found -> found.filter(file -> isOfParts(call, file))
                        .map(file -> store.finish(Objects.requireNonNull(file.upload()), file.partTags())
                                .map(file.partsBlob())
                                .recover(Completions::isMissing))
                        .orElseGet(() -> Future.succeededFuture(null)))
                .compose(made -> work.write(call, transaction -> completed(transaction, call, made)));
    }

    private static Future<UUID> isMissing(Throwable cause) {
        return cause instanceof BlobMissing ? Future.succeededFuture(null) : Future.failedFuture(cause);
    }

    private static boolean isOfParts(Call<Completion> call, FileRow file) {
        return file.status() == Asset.Status.UPLOAD_PENDING
                && file.storedBlob() == null
                && bytes(call, file) instanceof Outcome.Done<Bytes>;
    }

    private Future<Outcome<Change<Asset>>> completed(
            Transaction transaction, Call<Completion> call, @Nullable UUID made) {
        var id = call.input().id();
        return assets.locked(transaction, call, id).compose(found -> switch (found) {
            case Outcome.Done<Asset>(Asset asset)
            when asset.status() == Asset.Status.UPLOAD_PENDING ->
                FileRows.locked(transaction, call, id)
                        .map(Optional::orElseThrow)
                        .compose(file -> available(transaction, call, asset, file, bytes(call, file, made)));
            case Outcome.Done<Asset>(Asset complete) ->
                Future.succeededFuture(Outcome.done(Change.unchanged(complete)));
            case Outcome.Refused<Asset> _, Outcome.Replayed<Asset> _ ->
                Future.succeededFuture(found.map(Change::unchanged));
        });
    }

    /** The bytes, if they are whole files or were made of parts before. */
    private static Outcome<Bytes> bytes(Call<Completion> call, FileRow file, @Nullable UUID made) {
        return isOfParts(call, file) && !Objects.equals(made, file.partsBlob())
                ? Outcome.refused(MEANWHILE)
                : bytes(call, file);
    }

    private Future<Outcome<Change<Asset>>> available(
            Transaction transaction, Call<Completion> call, Asset asset, FileRow file, Outcome<Bytes> decided) {
        if (!(decided instanceof Outcome.Done<Bytes>(Bytes bytes))) {
            return Future.succeededFuture(decided.map(_ -> Change.unchanged(asset)));
        }
        var after = Assets.TABLE
                .copy(asset)
                .set(STATUS, Asset.Status.AVAILABLE)
                .set(AVAILABLE_AT, call.facts().time())
                .set(SHA256, bytes.sha256())
                .done();
        return assets.changed(transaction, call, asset, Outcome.done(after)).map(outcome -> {
            if (!(outcome instanceof Outcome.Done<Change<Asset>>)) {
                return outcome;
            }
            var upload = file.upload();
            if (upload != null && !upload.key().id().equals(bytes.blob())) {
                storedBytes.abort(transaction, call, upload);
            }
            FileRows.stored(transaction, call, asset.id(), bytes.blob(), bytes.sha256());
            storedBytes.began(transaction, call, asset.id(), asset.byteSize());
            jobs.cancel(transaction, call, Assets.EXPIRY, asset.id());
            return outcome;
        });
    }

    /** Decides on a pending asset by its bytes. */
    private static Outcome<Bytes> bytes(Call<Completion> call, FileRow file) {
        if (!call.facts().time().isBefore(file.expiresAt())) {
            return Outcome.refused(ENDED);
        }
        if (file.infected() != null) {
            return Outcome.refused(new Refusal.Conflict("The scanner has found " + file.infected()
                    + " in the file. Send other bytes in one PUT, or delete the asset."));
        }
        var blob = file.storedBlob();
        if (blob == null && file.nextPart() <= file.parts()) {
            return Outcome.refused(new Refusal.Conflict("The bytes are not complete: part " + file.nextPart() + " of "
                    + file.parts() + " is next, or the whole file."));
        }
        var named = call.input().sha256();
        var wanted = named == null ? file.sha256() : named;
        if (wanted == null) {
            return Outcome.refused(Refusal.ValidationFailed.of("sha256", "is required: create_asset had none"));
        }
        var sha256 = blob == null
                ? ResumableSha256.of(Objects.requireNonNull(file.digestState()).getBytes())
                        .sha256()
                : Objects.requireNonNull(file.storedSha256());
        return sha256.equals(wanted) && (file.sha256() == null || sha256.equals(file.sha256()))
                ? Outcome.done(new Bytes(blob == null ? Objects.requireNonNull(file.partsBlob()) : blob, sha256))
                : Outcome.refused(Refusal.ValidationFailed.of("sha256", "the bytes have the digest " + sha256));
    }
}
