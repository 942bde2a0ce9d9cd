package dev.tollgate.modules.assets;

import dev.tollgate.blobs.BlobKey;
import dev.tollgate.blobs.BlobStore;
import dev.tollgate.blobs.BlobUpload;
import dev.tollgate.blobs.PartTag;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.reference.AssetId;
import dev.tollgate.records.file.UploadProgress;
import dev.tollgate.runtime.postgres.EnumColumn;
import dev.tollgate.runtime.postgres.TimeColumn;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of an asset, with what the asset says of them.
 *
 * @param uploadId names the upload in its URL
 * @param partsBlob blob of the upload in parts; null before the first
 * @param uploadToken the store's name of the upload in parts; null before the first
 * @param partTags tags of the parts that are done
 * @param digestState digest of these parts
 * @param storedBlob the newest whole upload, or the bytes of an available asset
 * @param storedSha256 digest of {@code storedBlob}
 * @param infected what the scanner has found
 * @param size of the asset
 * @param sha256 that the asset says; null where it was created without one
 */
record FileRow(
        AssetId asset,
        WorkspaceId workspace,
        UUID uploadId,
        @Nullable UUID partsBlob,
        @Nullable String uploadToken,
        List<PartTag> partTags,
        @Nullable Buffer digestState,
        @Nullable UUID storedBlob,
        @Nullable String storedSha256,
        @Nullable String infected,
        @Nullable UUID lease,
        @Nullable Instant leasedUntil,
        Instant expiresAt,
        Asset.Status status,
        long size,
        String fileName,
        String mimeType,
        @Nullable String sha256) {

    FileRow {
        partTags = List.copyOf(partTags);
    }

    /** Of the columns that {@link FileRows} selects. */
    static FileRow of(Row row) {
        return new FileRow(
                new AssetId(row.getUUID("id")),
                new WorkspaceId(row.getUUID("workspace_id")),
                row.getUUID("upload_id"),
                row.getUUID("parts_blob"),
                row.getString("upload_token"),
                List.of(row.getArrayOfStrings("part_tags")).stream()
                        .map(PartTag::new)
                        .toList(),
                row.getBuffer("digest_state"),
                row.getUUID("stored_blob"),
                row.getString("sha256"),
                row.getString("infected"),
                row.getUUID("lease"),
                TimeColumn.read(row, "leased_until"),
                row.getOffsetDateTime("expires_at").toInstant(),
                EnumColumn.read(row, "status", Asset.Status.class),
                row.getLong("byte_size"),
                row.getString("file_name"),
                row.getString("mime_type"),
                row.getString("asset_sha256"));
    }

    /** The number of parts of a file. */
    static int parts(long size) {
        return Math.toIntExact((size + BlobStore.PART_BYTES - 1) / BlobStore.PART_BYTES);
    }

    int parts() {
        return parts(size);
    }

    /** The part that is expected next. */
    int nextPart() {
        return partTags.size() + 1;
    }

    /** The size of a part that exists. */
    long partSize(int part) {
        return Math.min(BlobStore.PART_BYTES, size - (part - 1L) * BlobStore.PART_BYTES);
    }

    UploadProgress progress() {
        return new UploadProgress(nextPart(), storedSha256);
    }

    boolean isLeasedAt(Instant now) {
        return leasedUntil != null && now.isBefore(leasedUntil);
    }

    /** The upload in parts; null before it has begun. */
    @Nullable BlobUpload upload() {
        return partsBlob == null || uploadToken == null
                ? null
                : new BlobUpload(new BlobKey(workspace, partsBlob), uploadToken);
    }

    /** The newest whole upload, or the bytes of an available asset. */
    @Nullable BlobKey stored() {
        return storedBlob == null ? null : new BlobKey(workspace, storedBlob);
    }
}
