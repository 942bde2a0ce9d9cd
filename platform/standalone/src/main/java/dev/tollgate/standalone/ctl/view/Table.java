package dev.tollgate.standalone.ctl.view;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Records as aligned columns. Columns follow the fields of the schema; those that are empty or the same for every
 * record by nature are left out, and where the terminal is too narrow the last ones are. An id is never cut: it is what
 * one copies.
 */
final class Table {
    private static final int TEXT_MAX = 48;
    private static final String GAP = "  ";
    private static final Set<String> BESIDE_THE_POINT = Set.of("version", "source", "last_actor", "updated_at");

    private final CellFormat cells;
    private final int width;

    /** @param width of the terminal in characters */
    Table(CellFormat cells, int width) {
        this.cells = cells;
        this.width = width;
    }

    private record Column(String name, boolean right, List<String> values, int width) {
        String cell(int row) {
            var value = values.get(row);
            var space = " ".repeat(Math.max(0, width - length(value)));
            return right ? space + value : value + space;
        }
    }

    /**
     * The lines of the table.
     *
     * @param names fields in order; fields the records have beyond them follow
     * @param known fields everybody who asks knows the value of, such as the workspace that was named
     */
    List<String> lines(List<String> names, Set<String> known, JsonNode records) {
        var columns = fitting(columns(names, known, records));
        var lines = new ArrayList<String>();
        for (int row = 0; row <= records.size(); row++) {
            var line = new StringBuilder();
            for (var column : columns) {
                line.append(line.isEmpty() ? "" : GAP).append(column.cell(row));
            }
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }

    private List<Column> columns(List<String> names, Set<String> known, JsonNode records) {
        var all = new LinkedHashSet<>(names);
        records.forEach(record -> record.fieldNames().forEachRemaining(all::add));
        all.removeAll(known);
        var columns = new ArrayList<Column>();
        for (var name : all) {
            if (!BESIDE_THE_POINT.contains(name)) {
                var column = column(name, records);
                if (column.values.stream().skip(1).anyMatch(value -> !value.isEmpty())) {
                    columns.add(column);
                }
            }
        }
        return columns;
    }

    private Column column(String name, JsonNode records) {
        var values = new ArrayList<String>();
        values.add(name.toUpperCase(Locale.ROOT).replace('_', ' '));
        var numbers = true;
        for (var record : records) {
            var value = record.path(name);
            numbers &= value.isMissingNode() || CellFormat.isNumber(value);
            values.add(cut(name, cells.brief(name, flat(value))));
        }
        var width = values.stream().mapToInt(Table::length).max().orElse(0);
        return new Column(name, numbers, values, width);
    }

    /** Nested objects are shown only with their record; of an object with a name, the table shows the name. */
    private static JsonNode flat(JsonNode value) {
        var deep = value.isObject()
                || (value.isArray() && !value.isEmpty() && value.get(0).isContainerNode());
        return deep ? value.path("name") : value;
    }

    private static String cut(String name, String text) {
        var whole = length(text) <= TEXT_MAX || name.equals("id") || name.endsWith("_id");
        return whole ? text : text.substring(0, text.offsetByCodePoints(0, TEXT_MAX - 1)) + '…';
    }

    private List<Column> fitting(List<Column> columns) {
        var shown = new ArrayList<Column>();
        int used = 0;
        for (var column : columns) {
            used += column.width + (shown.isEmpty() ? 0 : GAP.length());
            if (used > width && !shown.isEmpty()) {
                return shown;
            }
            shown.add(column);
        }
        return shown;
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
