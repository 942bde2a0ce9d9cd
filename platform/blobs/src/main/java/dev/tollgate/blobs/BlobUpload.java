package dev.tollgate.blobs;

/**
 * A blob that is written in parts.
 *
 * @param token the store's name of this upload, at most {@link #TOKEN_MAX} characters
 */
public record BlobUpload(BlobKey key, String token) {

    /** S3 documents no maximum; upload ids have about 130 characters. */
    public static final int TOKEN_MAX = 1_024;
}
