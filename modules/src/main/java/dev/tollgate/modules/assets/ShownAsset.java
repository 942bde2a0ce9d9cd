package dev.tollgate.modules.assets;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.operation.Issued;
import dev.tollgate.contract.reference.AssetId;
import dev.tollgate.records.shape.Column;
import dev.tollgate.records.shape.CustomFields;
import dev.tollgate.records.shape.RecordMapper;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An asset with where to send its bytes, or with its bytes as text. */
public record ShownAsset(
        AssetId id,
        WorkspaceId workspaceId,
        Asset.AssetType assetType,
        String name,
        String fileName,
        String mimeType,
        long byteSize,
        @Nullable String sha256,
        @Nullable String relatedType,
        @Nullable String relatedId,
        Asset.Status status,
        @Nullable Instant availableAt,
        CustomFields customFields,
        @Nullable String externalSource,
        @Nullable String externalId,
        Instant createdAt,
        Instant updatedAt,
        long version,
        String source,
        String lastActor,

        @JsonPropertyDescription("Content as text.") @Nullable String text,

        @Issued @JsonPropertyDescription("Where to PUT the bytes. Absent once they are there.") @Nullable Upload upload)
        implements AssetFields {

    private static final RecordMapper<Asset, ShownAsset> SHOWN = new RecordMapper<>(Asset.class, ShownAsset.class);
    private static final Column<ShownAsset, String> TEXT = SHOWN.column("text", String.class);
    private static final Column<ShownAsset, Upload> UPLOAD = SHOWN.column("upload", Upload.class);

    static ShownAsset of(Asset asset) {
        return SHOWN.from(asset).done();
    }

    static ShownAsset withText(Asset asset, String text) {
        return SHOWN.from(asset).set(TEXT, text).done();
    }

    static ShownAsset withUpload(Asset asset, Upload upload) {
        return SHOWN.from(asset).set(UPLOAD, upload).done();
    }

    /** Shows no URL. */
    @Override
    public String toString() {
        return id + " as it is shown";
    }
}
