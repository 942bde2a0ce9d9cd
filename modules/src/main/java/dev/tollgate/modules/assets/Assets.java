package dev.tollgate.modules.assets;

import dev.tollgate.blobs.BlobKey;
import dev.tollgate.blobs.BlobRead;
import dev.tollgate.blobs.BlobStore;
import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.contract.reference.AssetId;
import dev.tollgate.modules.assets.AssetOperations.AssetRead;
import dev.tollgate.modules.assets.storage.StoredBytes;
import dev.tollgate.records.ModuleContext;
import dev.tollgate.records.job.JobKind;
import dev.tollgate.records.job.JobRun;
import dev.tollgate.records.resource.Ref;
import dev.tollgate.records.shape.Column;
import dev.tollgate.records.table.PartsDeletion;
import dev.tollgate.records.table.RecordTable;
import dev.tollgate.records.table.TableDeclaration;
import dev.tollgate.records.work.Change;
import dev.tollgate.records.work.Work;
import dev.tollgate.runtime.bus.OperationBus;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;

/** Reads and deletes assets on one event loop, and ends uploads that are not completed in time. */
final class Assets {

    /** The most bytes of a file that an answer has as text. */
    static final int TEXT_BYTES_MAX = 64 << 10;

    /** When an upload that was not completed in time is looked at again while other records refer to it. */
    private static final Duration HELD_AGAIN = Duration.ofHours(24);

    static final JobKind EXPIRY = JobKind.of("assets.upload_expiry", "asset.expire");

    static final TableDeclaration<Asset> TABLE = AssetOperations.ASSETS.table();
    private static final Column<Asset, Asset.Status> STATUS = TABLE.column("status", Asset.Status.class);

    private final RecordTable<Asset> assets;
    private final Work work;
    private final ModuleContext context;
    private final BlobStore store;
    private final StoredBytes storedBytes;

    Assets(ModuleContext context, StoredBytes storedBytes) {
        this.assets = context.table(TABLE);
        this.work = context.work();
        this.context = context;
        this.store = context.blobs().store();
        this.storedBytes = storedBytes;
    }

    void serve(OperationBus bus) {
        bus.serve(AssetOperations.GET, this::get);
        bus.serve(
                AssetOperations.ARCHIVE,
                call -> assets.update(call, call.input().id(), Assets::archived));
        bus.serve(AssetOperations.DELETE, this::delete);
        context.jobs().handle(EXPIRY, this::expire);
    }

    /** The asset without downloads. */
    private static Outcome<Asset> archived(Asset before) {
        return Outcome.done(
                TABLE.copy(before).set(STATUS, Asset.Status.ARCHIVED).done());
    }

    private Future<Outcome<ShownAsset>> get(Call<AssetRead> call) {
        return assets.get(call, call.input().id()).compose(found -> switch (found) {
            case Outcome.Done<Asset>(Asset asset)
            when Boolean.TRUE.equals(call.input().text()) -> text(call, asset);
            case Outcome.Done<Asset> _, Outcome.Refused<Asset> _, Outcome.Replayed<Asset> _ ->
                Future.succeededFuture(found.map(ShownAsset::of));
        });
    }

    private Future<Outcome<ShownAsset>> text(Call<?> call, Asset asset) {
        if (asset.status() != Asset.Status.AVAILABLE) {
            return Outcome.refusedFuture(new Refusal.Conflict("Only an asset that is available has text."));
        }
        if (asset.byteSize() > TEXT_BYTES_MAX) {
            return Outcome.refusedFuture(new Refusal.Conflict(
                    "The file has more than " + TEXT_BYTES_MAX + " bytes. Use get_asset_download_url."));
        }
        return FileRows.read(work, call, asset.id())
                .compose(file -> bytes(Objects.requireNonNull(file.orElseThrow().stored()), asset.byteSize()))
                .map(bytes -> text(asset, bytes));
    }

    private static Outcome<ShownAsset> text(Asset asset, Buffer bytes) {
        try {
            var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.getBytes()));
            return Outcome.done(ShownAsset.withText(asset, text.toString()));
        } catch (CharacterCodingException binary) {
            return Outcome.refused(new Refusal.Conflict("The file is no text in UTF-8. Use get_asset_download_url."));
        }
    }

    private Future<Buffer> bytes(BlobKey blob, long size) {
        return store.read(blob, 0, size).compose(read -> whole(read).eventually(read::close));
    }

    private static Future<Buffer> whole(BlobRead read) {
        var whole = Promise.<Buffer>promise();
        var bytes = Buffer.buffer();
        read.exceptionHandler(whole::tryFail);
        read.endHandler(_ -> whole.tryComplete(bytes));
        read.handler(bytes::appendBuffer);
        read.resume();
        return whole.future();
    }

    private Future<Outcome<Asset>> delete(Call<Ref<AssetId>> call) {
        return assets.remove(call, call.input().id(), List.of(bytes()));
    }

    /** Its bytes go with it, once the deletion is durable. */
    private PartsDeletion bytes() {
        return (transaction, call, whole) -> {
            var asset = (AssetId) whole;
            context.jobs().cancel(transaction, call, EXPIRY, asset);
            var file = FileRows.locked(transaction, call, asset);
            FileRows.delete(transaction, call, asset);
            return file.map(found -> {
                found.ifPresent(row -> letGo(transaction, call, row));
                return List.of();
            });
        };
    }

    /** Deletes what a row refers to, with an unfinished upload. */
    private void letGo(Transaction transaction, Call<?> call, FileRow file) {
        storedBytes.ended(transaction, call, file.asset());
        FileRows.discard(transaction, call, file, storedBytes);
    }

    /**
     * Deletes an asset whose bytes have not come in time. Where other records refer to it, only its bytes go now, and
     * it is looked at again.
     */
    private Future<?> expire(JobRun run) {
        return ended(
                        run,
                        (transaction, asset) -> assets.remove(transaction, run.call(), asset.id(), List.of(bytes()))
                                .map(removed -> removed.map(change -> change.announcing("asset.expired"))))
                .compose(outcome -> outcome instanceof Outcome.Refused<Asset>(Refusal.Conflict _)
                        ? ended(run, (transaction, asset) -> emptied(transaction, run, asset))
                        : Future.succeededFuture(outcome));
    }

    private Future<Outcome<Asset>> ended(
            JobRun run, BiFunction<Transaction, Asset, Future<Outcome<Change<Asset>>>> ending) {
        return run.write(transaction -> assets.locked(transaction, run.call(), new AssetId(run.subject()))
                .compose(found -> switch (found) {
                    case Outcome.Done<Asset>(Asset pending)
                    when pending.status() == Asset.Status.UPLOAD_PENDING -> ending.apply(transaction, pending);
                    case Outcome.Done<Asset>(Asset complete) ->
                        Future.succeededFuture(Outcome.done(Change.unchanged(complete)));
                    case Outcome.Refused<Asset> _, Outcome.Replayed<Asset> _ ->
                        Future.succeededFuture(found.map(Change::unchanged));
                }));
    }

    /** Its URL has ended, so no bytes follow. It goes once nothing refers to it any more. */
    private Future<Outcome<Change<Asset>>> emptied(Transaction transaction, JobRun run, Asset asset) {
        run.next(run.call().facts().time().plus(HELD_AGAIN));
        return FileRows.locked(transaction, run.call(), asset.id()).map(found -> {
            found.ifPresent(row -> FileRows.empty(transaction, run.call(), row, storedBytes));
            return Outcome.done(Change.unchanged(asset));
        });
    }
}
