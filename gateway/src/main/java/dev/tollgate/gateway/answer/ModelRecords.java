package dev.tollgate.gateway.answer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.gateway.catalogue.form.AnswerParts;
import dev.tollgate.gateway.catalogue.input.AnswerOptions;
import dev.tollgate.gateway.catalogue.input.NamedReference;
import dev.tollgate.records.shape.Bookkeeping;
import dev.tollgate.records.table.ReferenceTarget;
import dev.tollgate.runtime.json.Json;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Records of one class as models read them: names beside the ids of other records, no {@link Bookkeeping} unless it is
 * asked for, and only the fields that are asked for. Answers and their schemas alike; immutable.
 */
public final class ModelRecords {

    /** Every answer has these. */
    private static final Set<String> ALWAYS = Set.of("id", "version");

    private static final ClassValue<ModelRecords> BY_CLASS = new ClassValue<>() {
        @Override
        protected ModelRecords computeValue(Class<?> element) {
            return new ModelRecords(element);
        }
    };

    private final Map<String, NamedReference> references;
    private final Set<String> bookkeeping;

    /** Whole records within it, such as the deal of a conversion. */
    private final Map<String, ModelRecords> parts;

    private ModelRecords(Class<?> element) {
        this.references = NamedReference.of(element).stream()
                .collect(Collectors.toUnmodifiableMap(NamedReference::field, Function.identity()));
        this.bookkeeping =
                Json.MAPPER
                        .getSerializationConfig()
                        .introspect(Json.MAPPER.constructType(element))
                        .findProperties()
                        .stream()
                        .filter(field -> field.findViews() != null
                                && Arrays.asList(field.findViews()).contains(Bookkeeping.class))
                        .map(field -> field.getName())
                        .collect(Collectors.toUnmodifiableSet());
        this.parts = AnswerParts.of(element).entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, part -> of(part.getValue())));
    }

    public static ModelRecords of(Class<?> element) {
        return BY_CLASS.get(element);
    }

    /** Whether an answer may differ from that of REST. */
    public boolean differ(AnswerOptions options) {
        return !references.isEmpty()
                || options.fields() != null
                || (!options.detailed() && !bookkeeping.isEmpty())
                || parts.values().stream().anyMatch(part -> part.differ(options));
    }

    /** The ids that an answer's {@code data} refers to. */
    public Map<ReferenceTarget, Set<UUID>> referred(JsonNode data, AnswerOptions options) {
        Map<ReferenceTarget, Set<UUID>> ids = new HashMap<>();
        each(data, record -> {
            references.values().stream()
                    .filter(reference -> options.want(reference.field(), reference.shown()))
                    .forEach(reference -> reference
                            .value(record.path(reference.field()).asText())
                            .ifPresent(value -> ids.computeIfAbsent(reference.target(), _ -> new HashSet<>())
                                    .add(value)));
            eachPart(
                    record,
                    options,
                    (records, part) -> records.referred(part, options.ofPart())
                            .forEach((target, values) -> ids.computeIfAbsent(target, _ -> new HashSet<>())
                                    .addAll(values)));
        });
        return ids;
    }

    private void eachPart(ObjectNode record, AnswerOptions options, BiConsumer<ModelRecords, ObjectNode> step) {
        parts.forEach((name, records) -> {
            if (record.get(name) instanceof ObjectNode part && options.want(name, name)) {
                step.accept(records, part);
            }
        });
    }

    /**
     * An answer's {@code data}.
     *
     * @param data in the form of REST; not to be used any more
     * @param names the names that the caller may read
     */
    public byte[] shown(JsonNode data, AnswerOptions options, Map<ReferenceTarget, Map<UUID, String>> names) {
        show(data, options, names);
        return Json.bytes(data);
    }

    private void show(JsonNode data, AnswerOptions options, Map<ReferenceTarget, Map<UUID, String>> names) {
        each(data, record -> {
            eachPart(record, options, (records, part) -> records.show(part, options.ofPart(), names));
            var whole = List.copyOf(record.properties());
            record.removeAll();
            whole.forEach(field -> {
                var reference = references.get(field.getKey());
                var name = reference == null ? field.getKey() : reference.shown();
                if (wanted(field.getKey(), name, options)) {
                    record.set(name, reference == null ? field.getValue() : named(reference, field.getValue(), names));
                }
            });
        });
    }

    private boolean wanted(String field, String name, AnswerOptions options) {
        return options.fields() == null
                ? options.detailed() || !bookkeeping.contains(field)
                : ALWAYS.contains(field) || options.want(field, name);
    }

    private static ObjectNode named(
            NamedReference reference, JsonNode id, Map<ReferenceTarget, Map<UUID, String>> names) {
        var shown = JsonNodeFactory.instance.objectNode();
        shown.set("id", id);
        var known = names.getOrDefault(reference.target(), Map.of());
        reference.value(id.asText()).filter(known::containsKey).ifPresent(value -> shown.put("name", known.get(value)));
        return shown;
    }

    /** The record, those of a page, or those of a batch. */
    private static void each(JsonNode data, Consumer<ObjectNode> step) {
        for (var record : data.isArray() ? data : List.of(data)) {
            if (record.has("index") && record.path("data") instanceof ObjectNode item) {
                step.accept(item);
            } else if (record instanceof ObjectNode plain && !(record.has("index") && record.has("problem"))) {
                step.accept(plain);
            }
        }
    }

    /** The schema of a tool's envelope: nothing but id and version is certain, as the caller may choose fields. */
    public ObjectNode schema(ObjectNode envelope, boolean detailed) {
        var schema = envelope.deepCopy();
        var data = schema.path("properties").path("data");
        var element = data.has("items") ? data.path("items") : data;
        var item = element.path("properties");
        var record = item.has("index") ? item.path("data") : element;
        showSchema(record, detailed);
        return schema;
    }

    private void showSchema(JsonNode record, boolean detailed) {
        if (record instanceof ObjectNode object && object.get("properties") instanceof ObjectNode properties) {
            parts.forEach((name, part) -> part.showSchema(properties.path(name), detailed));
            show(properties, detailed);
            if (object.get("required") instanceof ArrayNode required) {
                required.removeIf(name -> !ALWAYS.contains(name.asText()));
            }
        }
    }

    private void show(ObjectNode properties, boolean detailed) {
        var whole = properties.deepCopy();
        properties.removeAll();
        whole.properties().forEach(field -> {
            var reference = references.get(field.getKey());
            if (reference != null) {
                properties.set(reference.shown(), named(field.getValue()));
            } else if (detailed || !bookkeeping.contains(field.getKey())) {
                properties.set(field.getKey(), field.getValue());
            }
        });
    }

    private static ObjectNode named(JsonNode id) {
        var schema = JsonNodeFactory.instance.objectNode().put("type", "object");
        var properties = schema.putObject("properties");
        properties.set("id", id);
        properties.putObject("name").put("type", "string");
        schema.putArray("required").add("id");
        return schema;
    }
}
