package dev.tollgate.modules.assets;

import dev.tollgate.blobs.BlobKey;
import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.outcome.FieldError;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.modules.assets.AssetOperations.NewAsset;
import dev.tollgate.modules.assets.storage.StoredBytes;
import dev.tollgate.records.ModuleContext;
import dev.tollgate.records.job.Jobs;
import dev.tollgate.records.shape.Column;
import dev.tollgate.records.shape.NewRecord;
import dev.tollgate.records.table.RecordTable;
import dev.tollgate.records.work.Change;
import dev.tollgate.records.work.Work;
import dev.tollgate.runtime.bus.OperationBus;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Creates assets on one event loop: with their content, or with a URL to send it to. */
final class NewAssets {

    private static final int NAME_CHARS_MAX = 200;

    private static final Column<Asset, Asset.Status> STATUS = Assets.TABLE.column("status", Asset.Status.class);
    private static final Column<Asset, Instant> AVAILABLE_AT = Assets.TABLE.column("available_at", Instant.class);

    private final RecordTable<Asset> assets;
    private final Work work;
    private final Jobs jobs;
    private final ContentIntake intake;
    private final StoredBytes storedBytes;
    private final UploadUrls urls;
    private final WorkspaceFileLimits limits;
    private final long sizeMax;

    NewAssets(ModuleContext context, StoredBytes storedBytes) {
        this.assets = context.table(Assets.TABLE);
        this.work = context.work();
        this.jobs = context.jobs();
        this.intake = new ContentIntake(context.blobs());
        this.storedBytes = storedBytes;
        this.urls = new UploadUrls(context.files());
        this.limits = new WorkspaceFileLimits(context.blobs());
        this.sizeMax = context.blobs().sizeMax();
    }

    void serve(OperationBus bus) {
        bus.serve(AssetOperations.CREATE, this::create);
    }

    private Future<Outcome<ShownAsset>> create(Call<NewAsset> call) {
        var content = InlineContent.of(call.input());
        var faults = new ArrayList<>(content.faults());
        var size = call.input().byteSize();
        if (size != null && size > sizeMax) {
            faults.add(new FieldError("byte_size", "must be at most " + sizeMax));
        }
        if (!faults.isEmpty()) {
            return Future.succeededFuture(Outcome.refused(new Refusal.ValidationFailed(faults)));
        }
        var bytes = content.bytes();
        return bytes == null
                ? work.writeContended(call, transaction -> created(transaction, call, content, null))
                : intake.stored(call, bytes)
                        .compose(stored -> stored.then(blob -> createdWith(call, content, blob.orElse(null))));
    }

    /** Creates an asset whose content is stored, and deletes the content where no asset can have it. */
    private Future<Outcome<ShownAsset>> createdWith(
            Call<NewAsset> call, InlineContent content, @Nullable BlobKey blob) {
        var isNew = new AtomicBoolean();
        var written = work.writeContended(
                call,
                transaction ->
                        created(transaction, call, content, blob).onSuccess(outcome -> isNew.set(isNew(outcome))));
        return blob == null ? written : intake.keptIf(isNew, blob, written);
    }

    private Future<Outcome<Change<ShownAsset>>> created(
            Transaction transaction, Call<NewAsset> call, InlineContent content, @Nullable BlobKey blob) {
        return assets.insert(transaction, call, newAsset(call, content))
                .compose(outcome -> withinLimits(transaction, call, outcome))
                .compose(outcome -> finished(transaction, call, outcome, blob));
    }

    private NewRecord<Asset> newAsset(Call<NewAsset> call, InlineContent content) {
        var input = call.input();
        var fresh = assets.fresh(stored(
                input,
                content,
                input.assetType() == null ? Asset.AssetType.of(input.mimeType()) : input.assetType(),
                input.name() == null ? shortened(input.fileName()) : input.name()));
        return new NewRecord<>(
                stamp -> content.bytes() == null
                        ? fresh.fresh().apply(stamp)
                        : Assets.TABLE
                                .copy(fresh.fresh().apply(stamp))
                                .set(STATUS, Asset.Status.AVAILABLE)
                                .set(AVAILABLE_AT, call.facts().time())
                                .done(),
                assets.fresh(stored(input, content, input.assetType(), input.name()))
                        .merged());
    }

    /** The input as the record stores it. */
    private static NewAsset stored(
            NewAsset input, InlineContent content, Asset.@Nullable AssetType assetType, @Nullable String name) {
        var bytes = content.bytes();
        return new NewAsset(
                assetType,
                name,
                input.fileName(),
                input.mimeType(),
                bytes == null ? input.byteSize() : Long.valueOf(bytes.length()),
                bytes == null ? input.sha256() : InlineContent.sha256(bytes),
                null,
                null,
                input.relatedType(),
                input.relatedId(),
                input.customFields(),
                input.externalSource(),
                input.externalId());
    }

    private static String shortened(String name) {
        var chars = name.codePointCount(0, name.length());
        return chars <= NAME_CHARS_MAX ? name : name.substring(0, name.offsetByCodePoints(0, NAME_CHARS_MAX));
    }

    private Future<Outcome<Change<Asset>>> withinLimits(
            Transaction transaction, Call<?> call, Outcome<Change<Asset>> outcome) {
        return outcome instanceof Outcome.Done<Change<Asset>>(Change<Asset> change) && !change.existed()
                ? limits.refusal(transaction, call, change.answer())
                        .map(refusal -> refusal.<Outcome<Change<Asset>>>map(Outcome::refused)
                                .orElse(outcome))
                : Future.succeededFuture(outcome);
    }

    private static boolean isNew(Outcome<? extends Change<?>> outcome) {
        return outcome instanceof Outcome.Done<? extends Change<?>>(Change<?> change) && !change.existed();
    }

    private Future<Outcome<Change<ShownAsset>>> finished(
            Transaction transaction, Call<NewAsset> call, Outcome<Change<Asset>> outcome, @Nullable BlobKey stored) {
        if (!(outcome instanceof Outcome.Done<Change<Asset>>(Change<Asset> change))) {
            return Future.succeededFuture(outcome.map(UploadUrls::shown));
        }
        var asset = change.answer();
        if (change.existed()) {
            return again(transaction, call, change);
        }
        var expiresAt = UploadUrls.end(call);
        if (asset.status() == Asset.Status.UPLOAD_PENDING) {
            var blob = UUID.randomUUID();
            FileRows.insert(transaction, asset, blob, null, expiresAt);
            jobs.schedule(transaction, call, Assets.EXPIRY, asset.id(), expiresAt);
            return Future.succeededFuture(Outcome.done(urls.shown(call, change, blob, expiresAt)));
        }
        FileRows.insert(transaction, asset, UUID.randomUUID(), stored == null ? null : stored.id(), expiresAt);
        storedBytes.began(transaction, call, asset.id(), asset.byteSize());
        return Future.succeededFuture(Outcome.done(UploadUrls.shown(change)));
    }

    /** An asset that existed; its URL once more if the bytes are not there yet. */
    private Future<Outcome<Change<ShownAsset>>> again(Transaction transaction, Call<?> call, Change<Asset> change) {
        var asset = change.answer();
        if (asset.status() != Asset.Status.UPLOAD_PENDING) {
            return Future.succeededFuture(Outcome.done(UploadUrls.shown(change)));
        }
        return FileRows.locked(transaction, call, asset.id()).map(found -> {
            var file = found.orElseThrow();
            return Outcome.done(urls.shown(call, change, file.uploadId(), file.expiresAt()));
        });
    }
}
