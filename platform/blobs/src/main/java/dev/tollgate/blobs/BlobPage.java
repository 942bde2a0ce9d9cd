package dev.tollgate.blobs;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Part of a store's list.
 *
 * @param next where the next page starts; null after the last
 */
public record BlobPage(List<BlobEntry> entries, @Nullable String next) {

    /** The most entries of a page. */
    public static final int ENTRIES_MAX = 1_000;

    public BlobPage {
        entries = List.copyOf(entries);
    }
}
