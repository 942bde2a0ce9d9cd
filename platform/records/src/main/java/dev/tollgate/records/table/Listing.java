package dev.tollgate.records.table;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Query of a list: page, search words and filters.
 *
 * @param limit records of a page; null means {@link #LIMIT}
 * @param cursor where the page before ended; null for the first page
 * @param query words that must all occur; null for any
 * @param customFields fields a record must have; null for any
 * @param filters values a column must have, by its name; absent means any
 */
public record Listing(
        @Nullable Integer limit,
        @Nullable String cursor,
        @Nullable String query,
        @Nullable CustomFields customFields,
        Map<String, Object> filters) {

    /** Records of a page when the caller does not say. */
    public static final int LIMIT = 25;

    /** The most records of a page. */
    public static final int LIMIT_MAX = 100;

    /** The most characters of a query. */
    public static final int QUERY_CHARS_MAX = 256;

    public Listing {
        filters = Map.copyOf(filters);
    }

    /** A page of everything. */
    public static Listing of(@Nullable Integer limit, @Nullable String cursor) {
        return new Listing(limit, cursor, null, null, Map.of());
    }

    public Listing matching(@Nullable String words) {
        return new Listing(limit, cursor, words, customFields, filters);
    }

    public Listing with(@Nullable CustomFields fields) {
        return new Listing(limit, cursor, query, fields, filters);
    }

    /** Only records whose column holds this value; null means any. */
    public Listing where(String column, @Nullable Object value) {
        if (value == null) {
            return this;
        }
        var more = new LinkedHashMap<>(filters);
        more.put(column, value);
        return new Listing(limit, cursor, query, customFields, more);
    }

    int size() {
        return limit == null ? LIMIT : Math.clamp(limit, 1, LIMIT_MAX);
    }

    boolean searches() {
        return (query != null && !query.isBlank()) || (customFields != null && !customFields.isEmpty());
    }
}
