package dev.tollgate.gateway.console.page;

import dev.tollgate.gateway.answer.Problem;
import dev.tollgate.gateway.console.form.FormField;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A record as a page.
 *
 * @param filters fields of the read itself
 * @param parts what is shown besides the record
 * @param links pages below it
 * @param problem what is wrong with the filters; null for nothing
 * @param command the same for the command line
 */
public record ShownRecord(
        Shell shell,
        String about,
        List<ShownValue.Entry> entries,
        List<FormField> filters,
        List<Part> parts,
        List<ShownValue.Link> links,
        List<ShownValue.Link> actions,
        @Nullable Problem problem,
        String command) {

    public ShownRecord {
        entries = List.copyOf(entries);
        filters = List.copyOf(filters);
        parts = List.copyOf(parts);
        links = List.copyOf(links);
        actions = List.copyOf(actions);
    }

    /** A part with a heading of its own; its figure is SVG that we made. */
    public record Part(String heading, String figure, List<ShownValue.Entry> entries) {
        public Part {
            entries = List.copyOf(entries);
        }
    }
}
