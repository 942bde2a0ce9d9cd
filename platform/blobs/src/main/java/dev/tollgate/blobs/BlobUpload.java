package dev.tollgate.blobs;

/**
 * A blob that is written in parts.
 *
 * @param token the store's name of this upload; S3 documents no maximum, and has about 130 characters
 */
public record BlobUpload(BlobKey key, String token) {}
