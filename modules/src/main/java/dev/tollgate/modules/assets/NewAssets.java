package dev.tollgate.modules.assets;

import dev.tollgate.blobs.BlobKey;
import dev.tollgate.blobs.BlobStore;
import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.outcome.FieldError;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.modules.assets.AssetOperations.NewAsset;
import dev.tollgate.modules.assets.storage.StoredBytes;
import dev.tollgate.records.ModuleContext;
import dev.tollgate.records.file.FileRoutes;
import dev.tollgate.records.file.SignedFile;
import dev.tollgate.records.job.Jobs;
import dev.tollgate.records.table.Column;
import dev.tollgate.records.table.NewRecord;
import dev.tollgate.records.table.RecordTable;
import dev.tollgate.records.work.Change;
import dev.tollgate.records.work.Work;
import dev.tollgate.runtime.bus.OperationBus;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Creates assets on one event loop: with their content, or with a URL to send it to. */
final class NewAssets {

    /** Uploads of a workspace that are not complete. */
    static final int PENDING_MAX = 100;

    /** Bytes of all assets of a workspace, also of those that are not complete. */
    static final long BYTES_MAX = 1_000_000_000_000L;

    /** Time from the creation to the end of the upload. */
    static final Duration UPLOAD_LIFE = Duration.ofHours(24);

    private static final int NAME_CHARS_MAX = 200;

    private static final String TOTAL = "SELECT pending, bytes FROM assets.total WHERE workspace_id = $1";

    private static final Column<Asset, Asset.Status> STATUS = Assets.TABLE.column("status", Asset.Status.class);
    private static final Column<Asset, Instant> AVAILABLE_AT = Assets.TABLE.column("available_at", Instant.class);

    private final RecordTable<Asset> assets;
    private final Work work;
    private final Jobs jobs;
    private final ContentIntake intake;
    private final StoredBytes storedBytes;
    private final FileRoutes routes;
    private final long sizeMax;

    NewAssets(ModuleContext context, StoredBytes storedBytes) {
        this.assets = context.table(Assets.TABLE);
        this.work = context.work();
        this.jobs = context.jobs();
        this.intake = new ContentIntake(context.blobs());
        this.storedBytes = storedBytes;
        this.routes = context.files();
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
        if (!isNew(outcome)) {
            return Future.succeededFuture(outcome);
        }
        return transaction
                .query(TOTAL, Tuple.of(call.caller().workspaceId().value()))
                .map(rows -> {
                    var total = rows.iterator().next();
                    if (total.getLong("pending") > PENDING_MAX) {
                        return Outcome.refused(new Refusal.PlanLimitReached("A workspace has at most " + PENDING_MAX
                                + " uploads that are not complete. Complete or delete some."));
                    }
                    return total.getLong("bytes") > BYTES_MAX
                            ? Outcome.refused(new Refusal.PlanLimitReached(
                                    "The files of a workspace have at most " + BYTES_MAX + " bytes. Delete some."))
                            : outcome;
                });
    }

    private static boolean isNew(Outcome<? extends Change<?>> outcome) {
        return outcome instanceof Outcome.Done<? extends Change<?>>(Change<?> change) && !change.existed();
    }

    private Future<Outcome<Change<ShownAsset>>> finished(
            Transaction transaction, Call<NewAsset> call, Outcome<Change<Asset>> outcome, @Nullable BlobKey stored) {
        if (!(outcome instanceof Outcome.Done<Change<Asset>>(Change<Asset> change))) {
            return Future.succeededFuture(outcome.map(NewAssets::shown));
        }
        var asset = change.answer();
        if (change.existed()) {
            return again(transaction, call, change);
        }
        var expiresAt = call.facts().time().plus(UPLOAD_LIFE).truncatedTo(ChronoUnit.SECONDS);
        if (asset.status() == Asset.Status.UPLOAD_PENDING) {
            var blob = UUID.randomUUID();
            FileRows.insert(transaction, asset, blob, null, expiresAt);
            jobs.schedule(transaction, call, Assets.EXPIRY, asset.id(), expiresAt);
            return Future.succeededFuture(Outcome.done(shown(call, change, blob, expiresAt)));
        }
        FileRows.insert(transaction, asset, UUID.randomUUID(), stored == null ? null : stored.id(), expiresAt);
        storedBytes.began(transaction, call, asset.id(), asset.byteSize());
        return Future.succeededFuture(Outcome.done(shown(change)));
    }

    /** An asset that existed; its URL once more if the bytes are not there yet. */
    private Future<Outcome<Change<ShownAsset>>> again(Transaction transaction, Call<?> call, Change<Asset> change) {
        var asset = change.answer();
        if (asset.status() != Asset.Status.UPLOAD_PENDING) {
            return Future.succeededFuture(Outcome.done(shown(change)));
        }
        return FileRows.locked(transaction, call, asset.id()).map(found -> {
            var file = found.orElseThrow();
            return Outcome.done(shown(call, change, file.uploadId(), file.expiresAt()));
        });
    }

    private Change<ShownAsset> shown(Call<?> call, Change<Asset> change, UUID blob, Instant expiresAt) {
        return call.conditions().dryRun()
                ? shown(change)
                : changed(
                        change, ShownAsset.withUpload(change.answer(), upload(call, change.answer(), blob, expiresAt)));
    }

    private static Change<ShownAsset> shown(Change<Asset> change) {
        return changed(change, ShownAsset.of(change.answer()));
    }

    private static Change<ShownAsset> changed(Change<Asset> change, ShownAsset answer) {
        return new Change<>(answer, change.records(), change.action(), change.existed());
    }

    private Upload upload(Call<?> call, Asset asset, UUID blob, Instant expiresAt) {
        var file = new SignedFile(
                asset.id(), asset.workspaceId(), call.caller().actor().id(), blob, SignedFile.Purpose.PUT, expiresAt);
        return new Upload(
                "PUT",
                routes.url(file),
                Map.of("Content-Type", asset.mimeType()),
                expiresAt,
                BlobStore.PART_BYTES,
                FileRow.parts(asset.byteSize()));
    }
}
