package dev.tollgate.gateway.catalogue.form;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.contract.operation.Face;
import dev.tollgate.contract.operation.Issued;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.gateway.catalogue.schema.RecordSchemas;
import dev.tollgate.records.table.Batch;
import dev.tollgate.runtime.json.Json;
import java.lang.reflect.RecordComponent;
import java.util.HashSet;
import java.util.Set;

/**
 * The answer of a write to a caller that may not read its record: id, version, what the write issued, and the fields
 * that were sent, but for records within the answer. Those are taken from the input, not from the record: whatever the
 * handler returns, the answer contains no value of the record that the caller did not send.
 *
 * @param element the record in the answer
 * @param input what was sent, as it was read
 */
public record WriteOnlyAnswer(Class<?> element, Object input) {

    private static final Set<String> ALWAYS = Set.of("id", "version");

    /** Names of a record's components as callers write them. */
    private record Names(Set<String> kept, Set<String> sent) {
        static Names of(Class<?> element) {
            var names = new Names(new HashSet<>(), new HashSet<>());
            for (var component : element.getRecordComponents()) {
                if (isKept(component)) {
                    names.kept.add(RecordSchemas.name(component.getName()));
                } else if (!AnswerParts.isPart(component)) {
                    names.sent.add(RecordSchemas.name(component.getName()));
                }
            }
            return names;
        }

        private static boolean isKept(RecordComponent component) {
            return ALWAYS.contains(component.getName()) || component.isAnnotationPresent(Issued.class);
        }
    }

    private static final ClassValue<Names> NAMES = new ClassValue<>() {
        @Override
        protected Names computeValue(Class<?> element) {
            return Names.of(element);
        }
    };

    /** Whether the answers of this face have this form for some callers. */
    public static boolean isOf(Operation<?, ?> operation, Face<?, ?> face) {
        return operation.changes() && face.reading() != null;
    }

    /** The schema of both forms: that of the record, with no more required than what this form always has. */
    public static ObjectNode schema(ObjectNode record, Operation<?, ?> operation, Face<?, ?> face) {
        var kept = NAMES.get(operation.answer().element()).kept();
        var schema = record.deepCopy();
        var required = JsonNodeFactory.instance.arrayNode();
        record.path("required").forEach(name -> {
            if (kept.contains(name.asText())) {
                required.add(name);
            }
        });
        schema.set("required", required);
        return schema.put(
                "description",
                "Without " + face.reading() + " only " + words(required) + " and the fields that were sent.");
    }

    private static String words(ArrayNode names) {
        var words = names.valueStream().map(JsonNode::asText).toList();
        return String.join(", ", words);
    }

    /** The JSON of an answer's {@code data}, without what the caller may not read. */
    public byte[] of(byte[] data) {
        var whole = Json.read(data, JsonNode.class);
        if (!(whole instanceof ArrayNode items) || !(input instanceof Batch<?> batch)) {
            return Json.bytes(of(whole, Json.MAPPER.valueToTree(input)));
        }
        for (int at = 0; at < items.size(); at++) {
            if (items.get(at) instanceof ObjectNode item && item.has("data")) {
                item.set("data", of(item.get("data"), Json.MAPPER.valueToTree(batch.item(at))));
            }
        }
        return Json.bytes(items);
    }

    private ObjectNode of(JsonNode record, JsonNode sent) {
        var names = NAMES.get(element);
        var answer = JsonNodeFactory.instance.objectNode();
        for (var field : record.properties()) {
            if (names.kept().contains(field.getKey())) {
                answer.set(field.getKey(), field.getValue());
            }
        }
        for (var field : sent.properties()) {
            if (names.sent().contains(field.getKey()) && !field.getValue().isNull()) {
                answer.set(field.getKey(), withoutNulls(field.getValue()));
            }
        }
        return answer;
    }

    /** A field that was cleared is absent, as in every answer; so is one of an object's. */
    private static JsonNode withoutNulls(JsonNode value) {
        if (value instanceof ObjectNode object) {
            object.properties().removeIf(field -> field.getValue().isNull());
        }
        return value;
    }
}
