package dev.tollgate.gateway.console.page;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.gateway.console.form.Label;
import dev.tollgate.gateway.console.view.ShownTable;
import dev.tollgate.gateway.console.view.ShownTable.Column;
import dev.tollgate.gateway.console.view.ShownTable.Row;
import dev.tollgate.gateway.console.view.ShownValue;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Makes tables of records: which of their fields are columns, and how they are shown. */
final class TableMaker {

    private static final int COLUMNS_MAX = 7;
    private static final String NAME = "name";
    private static final List<String> FIRST =
            List.of("name", "title", "email", "subject", "key", "action", "operation", "event_type", "type", "kind");
    private static final List<String> NEXT = List.of("status", "state", "outcome", "role", "enabled");
    private static final Set<String> APART = Set.of(
            "workspace_id",
            "tenant_id",
            "version",
            "updated_at",
            "source",
            "last_actor",
            "client_request_id",
            "metadata");

    private final ShownValues values;

    TableMaker(ShownValues values) {
        this.values = values;
    }

    /** A list of a page: at most seven columns, the most telling first. */
    ShownTable of(
            List<JsonNode> records,
            JsonNode properties,
            Function<JsonNode, @Nullable String> url,
            Function<JsonNode, List<ShownValue.Link>> actions) {
        var names = columns(records, properties);
        var rows = records.stream()
                .map(record -> new Row(cells(record, names), url.apply(record), actions.apply(record)))
                .toList();
        return new ShownTable(names.stream().map(name -> column(name, records)).toList(), rows);
    }

    /** Records inside a record, with all their fields: the name first, which leads to the page of one that has any. */
    ShownTable nested(List<JsonNode> records) {
        var names = new LinkedHashSet<String>();
        if (records.stream().anyMatch(record -> record.path(NAME).isTextual())) {
            names.add(NAME);
        }
        records.forEach(record -> record.fieldNames().forEachRemaining(names::add));
        var rows = records.stream()
                .map(record -> new Row(cells(record, List.copyOf(names)), page(record), List.of()))
                .toList();
        return new ShownTable(names.stream().map(name -> column(name, records)).toList(), rows);
    }

    private @Nullable String page(JsonNode record) {
        return values.value("id", record.path("id")) instanceof ShownValue.Code code ? code.url() : null;
    }

    private List<ShownValue> cells(JsonNode record, List<String> names) {
        return names.stream().map(name -> values.value(name, record.path(name))).toList();
    }

    private static Column column(String name, List<JsonNode> records) {
        return new Column(
                name,
                Label.of(name),
                records.stream().anyMatch(record -> record.path(name).isNumber()));
    }

    /** Fields that some record has: scalars and short lists. */
    private static List<String> columns(List<JsonNode> records, JsonNode properties) {
        var present = new LinkedHashSet<String>();
        properties.properties().stream()
                .map(Map.Entry::getKey)
                .filter(name -> records.stream().anyMatch(record -> isShort(record.path(name))))
                .forEach(present::add);
        var chosen = new LinkedHashSet<String>();
        add(chosen, present, FIRST);
        if (chosen.isEmpty()) {
            add(chosen, present, List.of("id"));
        }
        add(chosen, present, NEXT);
        present.removeAll(APART);
        present.forEach(name -> {
            if (chosen.size() < COLUMNS_MAX && !name.equals("id")) {
                chosen.add(name);
            }
        });
        return List.copyOf(chosen);
    }

    private static void add(Set<String> chosen, Set<String> present, List<String> wanted) {
        wanted.stream()
                .filter(present::contains)
                .filter(_ -> chosen.size() < COLUMNS_MAX)
                .forEach(chosen::add);
    }

    private static boolean isShort(JsonNode value) {
        return (value.isValueNode() && !value.isNull())
                || (value.isArray() && !value.isEmpty() && value.get(0).isValueNode());
    }
}
