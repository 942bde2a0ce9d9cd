package dev.tollgate.gateway.catalogue.form;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.contract.caller.RequestId;
import dev.tollgate.contract.caller.TypeId;
import dev.tollgate.contract.operation.Answer;
import dev.tollgate.records.shape.SyncedRecord;

/** The schema of a whole answer, made around the schema of the record in it. */
public final class Envelopes {

    private Envelopes() {}

    public static ObjectNode around(Answer<?> answer, ObjectNode element) {
        var envelope = JsonNodeFactory.instance.objectNode().put("type", "object");
        var properties = envelope.putObject("properties");
        var required = envelope.putArray("required").add("data").add("request_id");
        switch (answer) {
            case Answer.Json<?> _ -> properties.set("data", element.deepCopy());
            case Answer.Paged<?> _ -> {
                properties.putObject("data").put("type", "array").set("items", element.deepCopy());
                properties
                        .putObject("next_cursor")
                        .put("type", "string")
                        .put("description", "Present if there are more results.");
                if (SyncedRecord.class.isAssignableFrom(answer.element())) {
                    changes(properties);
                }
            }
            case Answer.Bare<?> _ -> {
                return bare(element);
            }
            case Answer.Batched<?> _ ->
                properties.putObject("data").put("type", "array").set("items", item(element));
        }
        properties.putObject("request_id").put("type", "string").put("pattern", TypeId.pattern(RequestId.class));
        envelope.set("required", required);
        return envelope;
    }

    private static ObjectNode bare(ObjectNode element) {
        var list = JsonNodeFactory.instance.objectNode().put("type", "array");
        list.set("items", element.deepCopy());
        return list;
    }

    /** The same where a page says how many records match. */
    public static ObjectNode counted(Answer<?> answer, ObjectNode envelope) {
        if (!(answer instanceof Answer.Paged<?>)) {
            return envelope;
        }
        var counted = envelope.deepCopy();
        ObjectNode properties = counted.withObjectProperty("properties");
        properties.putObject("total").put("type", "integer").put("description", "How many match.");
        properties
                .putObject("total_at_least")
                .put("type", "integer")
                .put("description", "In place of total where not all were counted.");
        return counted;
    }

    /** What lists of changes have besides records. */
    private static void changes(ObjectNode properties) {
        var tombstone = properties
                .putObject("deleted")
                .put("type", "array")
                .put("description", "With deleted=true: deleted records, in the order of their deletion.")
                .putObject("items")
                .put("type", "object");
        var fields = tombstone.putObject("properties");
        fields.putObject("id").put("type", "string");
        fields.putObject("external_source").put("type", "string");
        fields.putObject("external_id").put("type", "string");
        fields.putObject("deleted_at").put("type", "string").put("format", "date-time");
        tombstone.putArray("required").add("id").add("deleted_at");
        properties
                .putObject("updated_until")
                .put("type", "string")
                .put(
                        "description",
                        "On the last page of a list of changes: pass it as updated_since for those that came later.");
    }

    private static ObjectNode item(ObjectNode element) {
        var item = JsonNodeFactory.instance.objectNode().put("type", "object");
        var properties = item.putObject("properties");
        properties.putObject("index").put("type", "integer").put("description", "Index of the item in the input.");
        properties.set("data", element.deepCopy());
        properties
                .putObject("problem")
                .put("type", "object")
                .put("description", "Reason why this item was not processed.");
        item.putArray("required").add("index");
        return item;
    }
}
