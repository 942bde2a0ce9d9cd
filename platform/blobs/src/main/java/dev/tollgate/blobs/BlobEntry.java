package dev.tollgate.blobs;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One line of a store's list.
 *
 * @param changedAt when it was written last, by the store's clock
 * @param upload token of an unfinished upload; null for a blob
 */
public record BlobEntry(
        BlobKey key, Instant changedAt, @Nullable String upload) {}
