package dev.tollgate.records.table;

import org.jspecify.annotations.Nullable;

/** Records of a page. */
public final class PageSize {

    /** Where the caller does not say. */
    public static final int DEFAULT = 25;

    public static final int MAX = 100;

    private PageSize() {}

    /** The size for a limit as the caller sent it; null for the default. */
    public static int of(@Nullable Integer limit) {
        return limit == null ? DEFAULT : Math.clamp(limit, 1, MAX);
    }
}
