package dev.tollgate.standalone.ctl.view;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.standalone.ctl.document.ControlOperation;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/** Answers as lines for people. */
public final class View {
    private static final List<String> NAMES = List.of("id", "key", "name");

    private final Table table;
    private final RecordView single;

    /**
     * A view for one terminal.
     *
     * @param width of it in characters
     */
    public View(InstantSource clock, int width) {
        var cells = new CellFormat(clock);
        this.table = new Table(cells, width);
        this.single = new RecordView(cells, table);
    }

    /** A record as a field a line, a list as a table. */
    public List<String> lines(ControlOperation operation, JsonNode data) {
        if (!data.isArray()) {
            return single.lines(data);
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
        return table.lines(names, known, data);
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
