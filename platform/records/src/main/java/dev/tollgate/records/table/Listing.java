package dev.tollgate.records.table;

import dev.tollgate.contract.outcome.FieldError;
import dev.tollgate.records.page.PageSize;
import dev.tollgate.records.page.Since;
import dev.tollgate.records.shape.CustomFields;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Query of a list: page, search words and filters.
 *
 * @param limit records of a page; null for {@link PageSize#DEFAULT}
 * @param cursor where the page before ended; null for the first page
 * @param query words, or their beginnings, that must all occur; null for any
 * @param customFields fields a record must have; null for any
 * @param filters values a column must have, by its name; absent means any
 * @param options order, and which changes
 */
record Listing(
        @Nullable Integer limit,
        @Nullable String cursor,
        @Nullable String query,
        @Nullable CustomFields customFields,
        Map<String, Object> filters,
        ListOptions options) {

    Listing {
        filters = Map.copyOf(filters);
    }

    /** The same list with these filters where it has none of the column. */
    Listing withDefaults(Map<String, Object> defaults) {
        var all = new HashMap<>(defaults);
        all.putAll(filters);
        return new Listing(limit, cursor, query, customFields, all, options);
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

    /** Whether it lists changes, or deletions, in their order. */
    boolean isOfChanges() {
        return options.updatedSince() != null || options.isDeleted();
    }

    /** Where its changes begin: the first of all for deletions without a beginning. */
    Since since() {
        return options.updatedSince() == null ? Since.EVER : options.updatedSince();
    }

    /** What is asked for and cannot be answered together; null if nothing is. */
    @Nullable FieldError fault(TableDeclaration<?> table) {
        if (query != null && query.indexOf('\0') >= 0) {
            return new FieldError("query", "must not contain the character U+0000");
        }
        if (table.lists.order(options.sort()) == null) {
            return new FieldError("sort", "must be one of " + String.join(", ", table.lists.sorts()));
        }
        if (options.externalId() != null && options.externalSource() == null) {
            return new FieldError("external_source", "is required with external_id");
        }
        if (options.sort() != null && isOfChanges()) {
            return new FieldError(
                    "sort", "cannot be combined with updated_since or deleted, which have their own order");
        }
        if (options.isDeleted() && filters.keySet().stream().anyMatch(name -> !findsDeleted(name, table))) {
            return new FieldError("deleted", "cannot be combined with filters other than external_source, external_id");
        }
        if (!searches()) {
            return null;
        }
        var other = isOfChanges()
                ? Optional.of("updated_since")
                : Stream.concat(
                                Stream.ofNullable(options.sort()).map(_ -> "sort"),
                                TableDeclaration.EXTERNAL_IDS.stream().filter(filters::containsKey))
                        .findFirst();
        return other.map(name -> new FieldError(name, "cannot be combined with query or custom_fields"))
                .orElse(null);
    }

    /**
     * What remains of deleted records has external IDs; a route that names what they were parts of lists all of them.
     */
    private static boolean findsDeleted(String filter, TableDeclaration<?> table) {
        return TableDeclaration.EXTERNAL_IDS.contains(filter)
                || (table.whole != null && table.whole.column().equals(filter));
    }
}
