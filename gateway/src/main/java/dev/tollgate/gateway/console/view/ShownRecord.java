package dev.tollgate.gateway.console.view;

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

    /**
     * A part with a heading of its own.
     *
     * @param figure SVG that we made; empty for none
     * @param table rows of another list; null for none
     * @param links to pages with more of it
     * @param problem why it could not be shown; the rest of the page is shown all the same
     */
    public record Part(
            String heading,
            String figure,
            List<ShownValue.Entry> entries,
            @Nullable ShownTable table,
            List<ShownValue.Link> links,
            @Nullable Problem problem) {

        public Part {
            entries = List.copyOf(entries);
            links = List.copyOf(links);
        }

        public Part(String heading, String figure, List<ShownValue.Entry> entries) {
            this(heading, figure, entries, null, List.of(), null);
        }

        /** A part of values and of links to more. */
        public static Part of(String heading, List<ShownValue.Entry> entries, List<ShownValue.Link> links) {
            return new Part(heading, "", entries, null, links, null);
        }

        public static Part of(String heading, ShownTable table, List<ShownValue.Link> links) {
            return new Part(heading, "", List.of(), table, links, null);
        }

        /** A part whose call was refused. */
        public static Part failed(String heading, Problem problem) {
            return new Part(heading, "", List.of(), null, List.of(), problem);
        }
    }
}
