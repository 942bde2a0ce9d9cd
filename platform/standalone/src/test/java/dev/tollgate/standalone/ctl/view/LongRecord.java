package dev.tollgate.standalone.ctl.view;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.standalone.ctl.document.ControlOperation;
import java.util.ArrayList;
import java.util.List;

/** A record with a long value in every field of an operation's answer. */
final class LongRecord {
    private static final long AMOUNT = 1_234_560_000L;
    private static final String OUTCOME = "mcp_auth_method_not_allowed";

    private LongRecord() {}

    static ObjectNode of(ControlOperation operation) {
        var record = JsonNodeFactory.instance.objectNode();
        for (var field : operation.element().path("properties").properties()) {
            put(record, field.getKey(), field.getValue());
        }
        return record;
    }

    private static void put(ObjectNode record, String name, JsonNode schema) {
        switch (schema.path("type").asText()) {
            case "integer" -> record.put(name, AMOUNT);
            case "boolean" -> record.put(name, true);
            case "array" ->
                record.putArray(name).add("tasks:read").add("tasks:write").add("integrations:write");
            case "object" -> record.putObject(name).put("name", "server-webhook-sync");
            default -> record.put(name, text(name, schema));
        }
    }

    private static String text(String name, JsonNode schema) {
        if (schema.path("format").asText().equals("date-time")) {
            return "2026-01-29T11:00:00Z";
        }
        if (name.equals("id") || name.endsWith("_id")) {
            return "key_01h455vb4pex5vsknk084sn02q";
        }
        return name.equals("outcome") ? OUTCOME : "a text that is too long for a column of a table in a terminal";
    }

    /** Fields that no width leaves out. */
    static List<String> kept(ControlOperation operation) {
        var names = new ArrayList<String>();
        operation.element().path("properties").fieldNames().forEachRemaining(names::add);
        operation.owners().forEach(owner -> names.remove(owner.name()));
        return names.stream()
                .filter(name -> Importance.of(name, names).isKept())
                .toList();
    }
}
