package dev.tollgate.gateway.console.view;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A table of a page. On a narrow screen each row is a card, whose cells say the names of their columns. */
public record ShownTable(List<Column> columns, List<Row> rows) {

    /**
     * A heading.
     *
     * @param numeric whether its cells are aligned at the right
     */
    public record Column(String name, String label, boolean numeric) {}

    /**
     * One row.
     *
     * @param url its page; null for none
     * @param actions what can be done to it
     */
    public record Row(List<ShownValue> cells, @Nullable String url, List<ShownValue.Link> actions) {
        public Row {
            cells = List.copyOf(cells);
            actions = List.copyOf(actions);
        }

        /** A cell that is itself a link: an id in it leads nowhere else. */
        public ShownValue plainCell(int at) {
            return cells.get(at) instanceof ShownValue.Code(String text, var _)
                    ? new ShownValue.Words(text)
                    : cells.get(at);
        }
    }

    public ShownTable {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
    }

    public boolean hasActions() {
        return rows.stream().anyMatch(row -> !row.actions().isEmpty());
    }
}
