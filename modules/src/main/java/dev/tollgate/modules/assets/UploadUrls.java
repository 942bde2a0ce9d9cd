package dev.tollgate.modules.assets;

import dev.tollgate.blobs.BlobStore;
import dev.tollgate.contract.operation.Call;
import dev.tollgate.records.file.FileRoutes;
import dev.tollgate.records.file.SignedFile;
import dev.tollgate.records.work.Change;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.UUID;

/** Answers assets, with the URL to send the bytes to while they are not there. */
final class UploadUrls {

    /** Time from the creation to the end of the upload. */
    static final Duration LIFE = Duration.ofHours(24);

    private final FileRoutes routes;

    UploadUrls(FileRoutes routes) {
        this.routes = routes;
    }

    /** When the upload of an asset that this call creates ends. */
    static Instant end(Call<?> call) {
        return call.facts().time().plus(LIFE).truncatedTo(ChronoUnit.SECONDS);
    }

    /** The asset alone. */
    static Change<ShownAsset> shown(Change<Asset> change) {
        return changed(change, ShownAsset.of(change.answer()));
    }

    /**
     * The asset with its URL; a dry run has none.
     *
     * @param upload id of the upload
     */
    Change<ShownAsset> shown(Call<?> call, Change<Asset> change, UUID upload, Instant expiresAt) {
        return call.conditions().dryRun()
                ? shown(change)
                : changed(
                        change,
                        ShownAsset.withUpload(change.answer(), upload(call, change.answer(), upload, expiresAt)));
    }

    private static Change<ShownAsset> changed(Change<Asset> change, ShownAsset answer) {
        return new Change<>(answer, change.records(), change.action(), change.existed());
    }

    private Upload upload(Call<?> call, Asset asset, UUID upload, Instant expiresAt) {
        var file = new SignedFile(
                asset.id(), asset.workspaceId(), call.caller().actor().id(), upload, SignedFile.Purpose.PUT, expiresAt);
        return new Upload(
                "PUT",
                routes.url(file),
                Map.of("Content-Type", asset.mimeType()),
                expiresAt,
                BlobStore.PART_BYTES,
                FileRow.parts(asset.byteSize()));
    }
}
