package dev.tollgate.billing.usage;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Dimensions by which usage can be grouped, in the order in which sums are listed. */
public enum Grouping {
    DAY("day::text"),
    WORKSPACE("COALESCE(workspace_id::text, '')"),
    DIMENSION("dimension"),
    PRICE_VERSION("price_version"),
    CREDENTIAL("credential_id"),
    MODULE("module"),
    SURFACE("surface");

    private final String column;

    Grouping(String column) {
        this.column = column;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The key of a row's group as an array of texts, one per grouping; those that are not among the words of this
     * parameter are empty. One form of SQL for every combination: it is prepared once.
     */
    static String key(String parameter) {
        return Arrays.stream(values())
                .map(group -> "CASE WHEN '" + group.word() + "' = ANY (" + parameter + ") THEN " + group.column
                        + " ELSE '' END COLLATE \"C\"")
                .collect(Collectors.joining(", ", "ARRAY[", "]"));
    }
}
