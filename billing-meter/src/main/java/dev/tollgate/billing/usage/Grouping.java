package dev.tollgate.billing.usage;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What usage can be summed by. */
enum Grouping {
    DAY("day"),
    DIMENSION("dimension"),
    CREDENTIAL("credential_id"),
    MODULE("module"),
    SURFACE("surface");

    private final String column;

    Grouping(String column) {
        this.column = column;
    }

    String type() {
        return this == DAY ? "date" : "text";
    }

    String column() {
        return column;
    }

    /** The groupings named in a checked list. */
    static Set<Grouping> named(@Nullable String list) {
        var groupings = EnumSet.noneOf(Grouping.class);
        if (list != null) {
            Arrays.stream(list.split(",", -1))
                    .map(word -> valueOf(word.toUpperCase(Locale.ROOT)))
                    .forEach(groupings::add);
        }
        return groupings;
    }
}
