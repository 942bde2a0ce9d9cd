package dev.tollgate.records.file;

import dev.tollgate.blobs.BlobKey;

/** A file that can be downloaded. */
public record StoredFile(BlobKey blob, long size, String fileName, String mimeType, String sha256) {}
