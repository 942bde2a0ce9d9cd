package dev.tollgate.gateway.console.view;

import dev.tollgate.gateway.console.form.FormField;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A list as a page.
 *
 * @param about what the API says of it
 * @param filters fields that narrow it
 * @param filtered whether any is used
 * @param unfiltered URL of the whole list
 * @param first URL of the first page; null on it
 * @param next URL of the next page; null for none
 * @param csv URL of the list as comma-separated values; null where it has none
 * @param parts what is shown above the list
 * @param command the same for the command line
 */
public record ListView(
        Shell shell,
        String about,
        ShownTable table,
        List<FormField> filters,
        boolean filtered,
        String unfiltered,
        @Nullable String first,
        @Nullable String next,
        @Nullable String csv,
        List<ShownValue.Link> actions,
        @Nullable String chart,
        List<ShownRecord.Part> parts,
        String command) {

    public ListView {
        filters = List.copyOf(filters);
        actions = List.copyOf(actions);
        parts = List.copyOf(parts);
    }
}
