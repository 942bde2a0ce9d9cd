package dev.tollgate.blobs;

/**
 * Blobs of an installation: where they are stored and how they are checked. Shared by all event loops.
 *
 * @param sizeMax the largest file, in bytes
 * @param pendingMax bytes of the uploads of a workspace that are not complete; at least one file of any size may be
 * @param url base of the URLs of files, without a slash at the end; empty for that of the gateway
 */
public record Blobs(BlobStore store, BlobCheck check, long sizeMax, long pendingMax, String url) {}
