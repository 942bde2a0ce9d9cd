package dev.tollgate.records.file;

import org.jspecify.annotations.Nullable;

/**
 * How far an upload is.
 *
 * @param nextPart number of the part that is expected next; one behind the last if all are there
 * @param sha256 digest of the newest whole upload; null for none
 */
public record UploadProgress(int nextPart, @Nullable String sha256) {}
