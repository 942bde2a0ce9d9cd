package dev.tollgate.gateway.openapi;

import dev.tollgate.contract.digest.Sha256;
import org.jspecify.annotations.Nullable;

/**
 * A public document.
 *
 * @param etag strong, without its quotes
 * @param cacheControl Cache-Control; null for none
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; the bytes are sent unchanged
public record Document(
        String contentType,
        byte[] bytes,
        String etag,
        @Nullable String cacheControl) {

    private static final int ETAG_BYTES = 12;

    /** A document with these bytes. */
    public static Document of(String contentType, byte[] bytes) {
        return new Document(contentType, bytes, Sha256.hex(bytes, ETAG_BYTES), null);
    }

    /** The same, with who may keep it for how long. */
    public Document kept(String control) {
        return new Document(contentType, bytes, etag, control);
    }

    /** Whether a browser shows it as a page. */
    public boolean isPage() {
        return contentType.startsWith("text/html");
    }
}
