package dev.tollgate.modules.assets;

import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.outcome.FieldError;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.contract.reference.AssetId;
import dev.tollgate.records.shape.CustomFields;
import dev.tollgate.records.table.MovingStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A file. Its bytes do not change once it is available. */
public record Asset(
        AssetId id,
        WorkspaceId workspaceId,
        AssetType assetType,
        String name,
        String fileName,
        String mimeType,
        long byteSize,
        @Nullable String sha256,
        @Nullable String relatedType,
        @Nullable String relatedId,
        Status status,
        @Nullable Instant availableAt,
        CustomFields customFields,
        @Nullable String externalSource,
        @Nullable String externalId,
        Instant createdAt,
        Instant updatedAt,
        long version,
        String source,
        String lastActor)
        implements AssetFields {

    public enum AssetType {
        IMAGE,
        VIDEO,
        AUDIO,
        DOCUMENT,
        OTHER;

        static AssetType of(String mimeType) {
            return switch (mimeType.substring(0, Math.max(0, mimeType.indexOf('/')))) {
                case "image" -> IMAGE;
                case "video" -> VIDEO;
                case "audio" -> AUDIO;
                case "text" -> DOCUMENT;
                default -> mimeType.equals("application/pdf") ? DOCUMENT : OTHER;
            };
        }
    }

    public enum Status implements MovingStatus<Status> {
        UPLOAD_PENDING,
        AVAILABLE,
        ARCHIVED;

        /** By an update; its bytes make it available. */
        @Override
        public Set<Status> next() {
            return switch (this) {
                case UPLOAD_PENDING -> EnumSet.noneOf(Status.class);
                case AVAILABLE -> EnumSet.of(ARCHIVED);
                case ARCHIVED -> EnumSet.of(AVAILABLE);
            };
        }
    }

    /** Faults that patterns do not tell. */
    List<FieldError> faults() {
        var faults = new ArrayList<FieldError>();
        if (byteSize < 1) {
            faults.add(new FieldError("byte_size", "is required without content"));
        }
        var fault = FileNames.fault(fileName);
        if (!fault.isEmpty()) {
            faults.add(new FieldError("file_name", fault));
        }
        if (FileNames.hasHidden(name)) {
            faults.add(new FieldError("name", "must have no control or direction characters"));
        }
        return faults;
    }

    /**
     * Bytes make it available, nothing else; available and archived both ways. What was said of the bytes stays, but
     * for the digest of bytes that are not there yet.
     */
    Outcome<Asset> moved(Asset after) {
        var sameBytes = byteSize == after.byteSize
                && mimeType.equals(after.mimeType)
                && (status == Status.UPLOAD_PENDING || Objects.equals(sha256, after.sha256));
        if (!sameBytes) {
            return Outcome.refused(new Refusal.Conflict(
                    "The byte_size, mime_type, sha256 and content of an asset do not change. Create another asset."));
        }
        var completed =
                status == Status.UPLOAD_PENDING && after.status == Status.AVAILABLE && after.availableAt != null;
        return completed || MovingStatus.isLegal(status, after.status)
                ? Outcome.done(after)
                : Outcome.refused(new Refusal.Conflict(
                        status == Status.UPLOAD_PENDING
                                ? "An asset that is upload_pending can become only available, by complete_asset_upload."
                                : "An asset that has its bytes can become only available or archived."));
    }
}
