package dev.tollgate.modules.assets;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tollgate.records.shape.SyncedRecord;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The fields of an asset in each form that callers see. */
interface AssetFields extends SyncedRecord {

    String MIME_TYPE = "^[a-z0-9][a-z0-9!#$&^_.+-]*/[a-z0-9][a-z0-9!#$&^_.+-]*$";
    String SHA256 = "^[0-9a-f]{64}$";

    @JsonPropertyDescription("Kind of file. Default: by mime_type.")
    Asset.AssetType assetType();

    @JsonPropertyDescription("Name. Default: file_name.")
    @Size(min = 1, max = 200) String name();

    @JsonPropertyDescription("File name, without a path.")
    @Size(min = 1, max = 255) String fileName();

    @JsonPropertyDescription("Media type, such as image/png.")
    @Pattern(regexp = MIME_TYPE) @Size(max = 127) String mimeType();

    @JsonPropertyDescription("Size in bytes.")
    @Min(1) long byteSize();

    @JsonPropertyDescription("SHA-256 of the bytes in hex.")
    @Pattern(regexp = SHA256) @Nullable String sha256();

    @JsonPropertyDescription("Kind of what it belongs to, in free text.")
    @Size(max = 64) @Nullable String relatedType();

    @JsonPropertyDescription("ID of what it belongs to, in free text.")
    @Size(max = 128) @Nullable String relatedId();

    @JsonPropertyDescription("archived: no download, storage still costs.")
    Asset.Status status();

    @JsonPropertyDescription("When its bytes were complete.")
    @Nullable Instant availableAt();
}
