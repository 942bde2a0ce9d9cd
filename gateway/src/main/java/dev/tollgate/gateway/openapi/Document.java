package dev.tollgate.gateway.openapi;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Something to read that is the same for everybody.
 *
 * @param etag quoted, strong
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody; the bytes go out as they are
public record Document(String contentType, byte[] bytes, String etag) {

    private static final int ETAG_BYTES = 12;

    static Document of(String contentType, byte[] bytes) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return new Document(contentType, bytes, '"' + HexFormat.of().formatHex(digest, 0, ETAG_BYTES) + '"');
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
