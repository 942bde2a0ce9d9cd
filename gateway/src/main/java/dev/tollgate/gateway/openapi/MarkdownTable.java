package dev.tollgate.gateway.openapi;

import java.util.List;
import java.util.stream.Collectors;

/** Writes the rows of a table to a page. */
record MarkdownTable(StringBuilder page) {

    /** Begins a table. */
    static MarkdownTable of(StringBuilder page, String... columns) {
        var table = new MarkdownTable(page.append('\n'));
        table.row(columns);
        page.append("|---".repeat(columns.length)).append("|\n");
        return table;
    }

    void row(String... cells) {
        page.append(List.of(cells).stream()
                .map(cell -> cell.replace("|", "\\|").replace("\n", " "))
                .collect(Collectors.joining(" | ", "| ", " |\n")));
    }
}
