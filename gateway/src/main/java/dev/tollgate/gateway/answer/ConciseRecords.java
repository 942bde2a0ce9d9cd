package dev.tollgate.gateway.answer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.records.table.Bookkeeping;
import dev.tollgate.runtime.json.Json;
import io.vertx.core.buffer.Buffer;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/** Records without their {@link Bookkeeping}: when an answer is written, in one that was stored, and in its schema. */
public final class ConciseRecords {

    private static final ObjectWriter WRITER = Json.MAPPER.writerWithView(Bookkeeping.Concise.class);

    private static final ClassValue<Set<String>> LEFT_OUT = new ClassValue<>() {
        @Override
        protected Set<String> computeValue(Class<?> element) {
            return leftOut(element);
        }
    };

    private ConciseRecords() {}

    private static Set<String> leftOut(Class<?> element) {
        var type = Json.MAPPER.constructType(element);
        return Json.MAPPER.getSerializationConfig().introspect(type).findProperties().stream()
                .filter(field -> field.findViews() != null
                        && Arrays.asList(field.findViews()).contains(Bookkeeping.class))
                .map(field -> field.getName())
                .collect(Collectors.toUnmodifiableSet());
    }

    static byte[] bytes(Object answer) {
        try {
            return WRITER.writeValueAsBytes(answer);
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** The {@code data} of a stored answer. */
    public static Buffer of(Buffer data, Class<?> element) {
        var names = LEFT_OUT.get(element);
        if (names.isEmpty()) {
            return data;
        }
        var tree = Json.read(data, JsonNode.class);
        if (tree instanceof ArrayNode items) {
            items.forEach(item -> remove(item.path("data"), names));
        } else {
            remove(tree, names);
        }
        return Json.buffer(tree);
    }

    private static void remove(JsonNode record, Set<String> names) {
        if (record instanceof ObjectNode fields) {
            var _ = fields.remove(names);
        }
    }

    /** The schema of an envelope, for records of this kind. */
    public static ObjectNode schema(ObjectNode envelope, Class<?> element) {
        var names = LEFT_OUT.get(element);
        var concise = envelope.deepCopy();
        if (!names.isEmpty()) {
            concise.findParents("version").forEach(properties -> remove(properties, names));
            concise.findValues("required").forEach(required -> {
                if (required instanceof ArrayNode array) {
                    array.removeIf(name -> names.contains(name.asText()));
                }
            });
        }
        return concise;
    }
}
