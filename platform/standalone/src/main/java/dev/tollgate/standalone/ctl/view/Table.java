package dev.tollgate.standalone.ctl.view;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.standalone.ctl.document.Printable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Records as aligned columns, ordered by {@link Importance}. In a terminal that is too narrow ids are shortened first,
 * then long texts, then the least important columns are left out; the columns that {@link Importance#isKept} stay.
 */
final class Table {
    private static final String GAP = "  ";

    /** The most characters of a text, from what is comfortable to what still says something. */
    private static final int[] TEXT_MAX = {48, 28};

    private static final int[] TEXT_MAX_NARROW = {18, 10};

    private final CellFormat cells;
    private final boolean wide;

    /** @param wide whether everything is shown, whatever the width */
    Table(CellFormat cells, boolean wide) {
        this.cells = cells;
        this.wide = wide;
    }

    private record Column(String name, Importance importance, boolean numbers, boolean id, List<String> values) {

        /** The values as they are shown where ids are shortened and texts have so many characters. */
        Column cut(boolean idsShortened, int textMax) {
            var shown = new ArrayList<String>(values.size());
            shown.add(values.getFirst());
            for (var value : values.subList(1, values.size())) {
                shown.add(id ? idsShortened ? CellFormat.shortened(value) : value : Table.cut(value, textMax));
            }
            return new Column(name, importance, numbers, id, shown);
        }

        int width() {
            return values.stream().mapToInt(Table::length).max().orElse(0);
        }

        String cell(int row, int width) {
            var value = values.get(row);
            var space = " ".repeat(Math.max(0, width - length(value)));
            return numbers ? space + value : value + space;
        }
    }

    /**
     * The lines of the table.
     *
     * @param names fields in the order of the schema; fields the records have beyond them follow
     * @param known fields that are the same for every record, such as the workspace that was named
     * @param width of the terminal in characters
     */
    List<String> lines(List<String> names, Set<String> known, JsonNode records, int width, Omissions omissions) {
        var all = columns(names, known, records);
        var shown = wide ? all : fitting(all, width, omissions);
        var widths = shown.stream().mapToInt(Column::width).toArray();
        var lines = new ArrayList<String>();
        for (int row = 0; row <= records.size(); row++) {
            var line = new StringBuilder();
            for (int at = 0; at < widths.length; at++) {
                line.append(at == 0 ? "" : GAP).append(shown.get(at).cell(row, widths[at]));
            }
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }

    private List<Column> columns(List<String> names, Set<String> known, JsonNode records) {
        var all = new LinkedHashSet<>(names);
        records.forEach(record -> record.fieldNames().forEachRemaining(all::add));
        all.removeAll(known);
        var ordered = List.copyOf(all);
        var columns = new ArrayList<Column>();
        for (var name : ordered) {
            var importance = Importance.of(name, ordered);
            if (wide || importance != Importance.HIDDEN) {
                var column = column(name, importance, records);
                if (column.values.stream().skip(1).anyMatch(value -> !value.isEmpty())) {
                    columns.add(column);
                }
            }
        }
        columns.sort(Comparator.comparing(Column::importance));
        return columns;
    }

    private Column column(String name, Importance importance, JsonNode records) {
        var values = new ArrayList<String>();
        values.add(Printable.text(FieldKind.heading(name)));
        var numbers = true;
        for (var record : records) {
            var value = record.path(name);
            numbers &= value.isMissingNode() || value.isNumber();
            values.add(cell(name, value));
        }
        return new Column(name, importance, numbers, FieldKind.isId(name), values);
    }

    private String cell(String name, JsonNode value) {
        var total = value.path(FieldKind.TOTAL);
        return total.isMissingNode() ? cells.brief(name, flat(value)) : cells.whole(name, FieldKind.TOTAL, total);
    }

    /** A value with a shape of its own is shown with its record; the table shows an object's name, or its id. */
    private static JsonNode flat(JsonNode value) {
        if (value.isObject()) {
            return value.path("name").asText("").isEmpty() ? value.path("id") : value.path("name");
        }
        return value.isArray() && !value.isEmpty() && value.get(0).isContainerNode() ? value.path("none") : value;
    }

    private static List<Column> fitting(List<Column> all, int width, Omissions omissions) {
        var whole = cut(all, false, TEXT_MAX[0]);
        if (fits(whole, width)) {
            return noted(all, whole, omissions);
        }
        var left = new ArrayList<>(all);
        while (true) {
            for (int textMax : TEXT_MAX) {
                var shown = cut(left, true, textMax);
                if (fits(shown, width)) {
                    return noted(all, shown, omissions);
                }
            }
            if (!dropLast(left)) {
                return noted(all, narrowest(left, width), omissions);
            }
        }
    }

    private static List<Column> narrowest(List<Column> kept, int width) {
        List<Column> shown = kept;
        for (int textMax : TEXT_MAX_NARROW) {
            shown = cut(kept, true, textMax);
            if (fits(shown, width)) {
                return shown;
            }
        }
        while (shown.size() > 1 && !fits(shown, width)) {
            shown.removeLast();
        }
        return shown;
    }

    private static boolean dropLast(List<Column> columns) {
        for (int at = columns.size() - 1; at >= 0; at--) {
            if (!columns.get(at).importance.isKept()) {
                columns.remove(at);
                return true;
            }
        }
        return false;
    }

    private static List<Column> noted(List<Column> all, List<Column> shown, Omissions omissions) {
        for (var column : all) {
            var same = shown.stream()
                    .filter(other -> other.name.equals(column.name))
                    .findFirst();
            if (same.isEmpty()) {
                omissions.column(column.name);
            } else if (!same.get().values.equals(column.values)) {
                omissions.shortened();
            }
        }
        return shown;
    }

    private static List<Column> cut(List<Column> columns, boolean idsShortened, int textMax) {
        var cut = new ArrayList<Column>(columns.size());
        columns.forEach(column -> cut.add(column.cut(idsShortened, textMax)));
        return cut;
    }

    private static boolean fits(List<Column> columns, int width) {
        long used = -GAP.length();
        for (var column : columns) {
            used += column.width() + GAP.length();
        }
        return used <= width;
    }

    private static String cut(String text, int textMax) {
        return length(text) <= textMax ? text : text.substring(0, text.offsetByCodePoints(0, textMax - 1)) + '…';
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
