package dev.tollgate.modules.assets;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tollgate.contract.reference.AssetId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Where the bytes of an asset are for a short time. */
public record DownloadUrl(
        @JsonPropertyDescription("ID of the asset.") AssetId id,

        @JsonPropertyDescription("Signed URL for GET, also of ranges.")
        String url,

        @JsonPropertyDescription("End of the URL.") Instant expiresAt,

        @JsonPropertyDescription("File name.") String fileName,

        @JsonPropertyDescription("Media type.") String mimeType,

        @JsonPropertyDescription("Size in bytes.") long byteSize,

        @JsonPropertyDescription("SHA-256 of the bytes.") @Nullable String sha256) {

    /** Shows no URL. */
    @Override
    public String toString() {
        return "a URL of " + id + " until " + expiresAt;
    }
}
