package dev.tollgate.standalone.ctl.view;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.standalone.ctl.document.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * One record as a field a line; what it holds is indented below it, lists of records as tables. A text of several lines
 * is a block below its name, and records with such a text are printed one below the other.
 */
final class RecordView {
    private static final String GAP = "  ";
    private static final String INDENT = "  ";

    private final CellFormat cells;
    private final Table table;

    RecordView(CellFormat cells, Table table) {
        this.cells = cells;
        this.table = table;
    }

    List<String> lines(JsonNode record) {
        var lines = new ArrayList<String>();
        if (!record.isObject()) {
            lines.add(cells.whole("", record));
            return lines;
        }
        int width = 0;
        for (var field : record.properties()) {
            width = Math.max(width, field.getKey().length());
        }
        for (var field : record.properties()) {
            lines.addAll(field(Printable.text(field.getKey()), field.getValue(), width));
        }
        return lines;
    }

    private List<String> field(String name, JsonNode value, int width) {
        if (value.isNull() || value.isMissingNode()) {
            return List.of();
        }
        var lines = new ArrayList<String>();
        if (value.isObject() && !value.isEmpty()) {
            lines.add(name);
            lines(value).forEach(line -> lines.add(INDENT + line));
        } else if (value.isArray() && hasBlocks(value)) {
            lines.add(name);
            for (var record : value) {
                lines.add("");
                lines.addAll(lines(record));
            }
        } else if (value.isTextual() && isBlock(value)) {
            lines.add(name);
            value.asText().stripTrailing().lines().forEach(line -> lines.add(INDENT + Printable.text(line)));
        } else if (value.isArray() && !value.isEmpty() && value.get(0).isObject()) {
            lines.add(name);
            table.lines(List.of(), Set.of(), value).forEach(line -> lines.add(INDENT + line));
        } else {
            lines.add((name + " ".repeat(Math.max(0, width - name.length())) + GAP + cells.whole(name, value))
                    .stripTrailing());
        }
        return lines;
    }

    /** Whether a record of a list holds a text that a table has no room for. */
    private static boolean hasBlocks(JsonNode records) {
        for (var record : records) {
            for (var field : record.properties()) {
                if (isBlock(field.getValue())) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isBlock(JsonNode value) {
        return value.isTextual() && value.asText().indexOf('\n') >= 0;
    }
}
