package dev.tollgate.standalone.ctl.view;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.standalone.ctl.document.ControlOperation;
import dev.tollgate.standalone.ctl.document.Printable;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Answers as lines for people. */
public final class View {
    private static final List<String> NAMES = List.of("id", "key", "name", "scope", "type");

    private final CellFormat cells;
    private final Table table;
    private final int width;

    /**
     * An answer for people.
     *
     * @param omission one line about what had no room; null if everything is shown
     */
    public record Shown(List<String> lines, @Nullable String omission) {
        public Shown {
            lines = List.copyOf(lines);
        }
    }

    /**
     * A view for one terminal.
     *
     * @param width of it in characters
     * @param wide whether everything is shown, whatever the width
     */
    public View(InstantSource clock, int width, boolean wide) {
        this.cells = new CellFormat(clock);
        this.table = new Table(cells, wide);
        this.width = width;
    }

    /** A record as a field a line, a list as a table. A deleted record is said to be one. */
    public Shown shown(ControlOperation operation, JsonNode data) {
        var omissions = new Omissions();
        var lines = lines(operation, data, omissions);
        return new Shown(lines, omissions.line());
    }

    private List<String> lines(ControlOperation operation, JsonNode data, Omissions omissions) {
        if (!data.isArray()) {
            var record = new RecordView(cells, table, width, omissions).lines("", data);
            return operation.method().equals("DELETE") ? deleted(record) : record;
        }
        if (data.isEmpty()) {
            return List.of("No results.");
        }
        if (!data.get(0).isObject()) {
            return ids(data);
        }
        var names = new ArrayList<String>();
        operation.element().path("properties").fieldNames().forEachRemaining(names::add);
        var known = new HashSet<String>();
        operation.owners().forEach(owner -> known.add(owner.name()));
        return table.lines(names, known, data, width, omissions);
    }

    private static List<String> deleted(List<String> record) {
        var lines = new ArrayList<>(List.of("Deleted. It was:"));
        record.forEach(line -> lines.add("  " + line));
        return lines;
    }

    /** The ids of the records only. */
    public List<String> ids(JsonNode data) {
        var ids = new ArrayList<String>();
        for (var record : data.isArray() ? data : List.of(data)) {
            NAMES.stream()
                    .map(name -> record.path(name).asText(""))
                    .filter(id -> !id.isEmpty())
                    .findFirst()
                    .or(() -> record.isValueNode() ? Optional.of(record.asText()) : Optional.empty())
                    .ifPresent(id -> ids.add(Printable.text(id)));
        }
        return ids;
    }
}
