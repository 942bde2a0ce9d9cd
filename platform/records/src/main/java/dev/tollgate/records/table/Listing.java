package dev.tollgate.records.table;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Query of a list: page, search words and filters.
 *
 * @param limit records of a page; null for {@link PageSize#DEFAULT}
 * @param cursor where the page before ended; null for the first page
 * @param query words, or their beginnings, that must all occur; null for any
 * @param customFields fields a record must have; null for any
 * @param filters values a column must have, by its name; absent means any
 */
record Listing(
        @Nullable Integer limit,
        @Nullable String cursor,
        @Nullable String query,
        @Nullable CustomFields customFields,
        Map<String, Object> filters) {

    Listing {
        filters = Map.copyOf(filters);
    }

    int size() {
        return PageSize.of(limit);
    }

    /** What to look for in the text of records; null for nothing. */
    @Nullable String words() {
        return query == null || query.isBlank() ? null : query;
    }

    /** The custom fields to look for, as {@link CustomFields#terms} writes them; null for none. */
    String @Nullable [] terms() {
        return customFields == null || customFields.isEmpty() ? null : customFields.terms();
    }

    boolean searches() {
        return words() != null || terms() != null;
    }
}
