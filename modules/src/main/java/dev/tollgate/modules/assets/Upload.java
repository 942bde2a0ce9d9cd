package dev.tollgate.modules.assets;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.time.Instant;
import java.util.Map;

/** How to send the bytes of an asset: in one PUT, or in parts, each with {@code &part=n} behind the URL. */
public record Upload(
        @JsonPropertyDescription("Method.") String method,

        @JsonPropertyDescription("Signed URL; keep it secret.")
        String url,

        @JsonPropertyDescription("Headers of the request.") Map<String, String> headers,

        @JsonPropertyDescription("End of the URL.") Instant expiresAt,

        @JsonPropertyDescription("Size of each part but the last.")
        int partSize,

        @JsonPropertyDescription("Number of parts.") int parts) {

    /** Shows no URL. */
    @Override
    public String toString() {
        return "an upload until " + expiresAt;
    }
}
