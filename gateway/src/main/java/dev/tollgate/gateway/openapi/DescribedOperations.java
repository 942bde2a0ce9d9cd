package dev.tollgate.gateway.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.gateway.catalogue.CompiledFace;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** The operations of an OpenAPI document with what they take and answer; references to components are followed. */
record DescribedOperations(ObjectNode document) {

    private static final String COMPONENT = "#/components/schemas/";
    /** A dry run of a create is 200. */
    private static final List<String> SUCCESSES = List.of("201", "202", "200");

    private static final String BODY = "/requestBody/content/application~1json/schema";

    /**
     * A field of an input or an answer.
     *
     * @param name with the names of the fields around it, such as {@code events[].name}
     */
    record DescribedField(String name, JsonNode schema, boolean required) {}

    /** What the document says of a face. */
    JsonNode of(CompiledFace<?, ?> face) {
        var route = face.face().route();
        return document.path("paths").path(route.path()).path(route.method().toLowerCase(Locale.ROOT));
    }

    /** The schema of the record in an answer, which may be a page of them. */
    JsonNode record(JsonNode operation) {
        var responses = operation.path("responses");
        var status = SUCCESSES.stream().filter(responses::has).findFirst().orElse("200");
        var answer = responses.path(status);
        var data = resolved(answer.at("/content/application~1json/schema/properties/data"));
        return data.has("items") ? resolved(data.path("items")) : data;
    }

    /** The names of what an operation takes in path, query, headers and body. */
    Set<String> inputs(JsonNode operation) {
        var names = new LinkedHashSet<String>();
        resolved(operation.at(BODY)).path("properties").fieldNames().forEachRemaining(names::add);
        operation
                .path("parameters")
                .forEach(parameter -> names.add(parameter.path("name").asText()));
        return names;
    }

    /** What an operation takes in path, query and body. */
    List<DescribedField> arguments(JsonNode operation) {
        var arguments = new ArrayList<DescribedField>();
        for (var parameter : operation.path("parameters")) {
            // A reference is to a parameter that many operations have.
            if (parameter.has("name") && !parameter.path("in").asText().equals("header")) {
                arguments.add(new DescribedField(
                        parameter.path("name").asText(),
                        described(parameter),
                        parameter.path("required").asBoolean()));
            }
        }
        arguments.addAll(fields(resolved(operation.at(BODY))));
        return arguments;
    }

    /** The schema of a parameter with its description, which documents have beside it. */
    private static JsonNode described(JsonNode parameter) {
        return parameter.path("schema") instanceof ObjectNode schema
                ? schema.deepCopy().set("description", parameter.path("description"))
                : parameter.path("schema");
    }

    /** The fields of an object. */
    List<DescribedField> fields(JsonNode schema) {
        return fields("", schema);
    }

    /** The fields of an object, or of the objects of a list, inside of a field. */
    List<DescribedField> within(DescribedField field) {
        var schema = resolved(field.schema());
        return plainType(schema).equals("array")
                ? fields(field.name() + "[].", resolved(schema.path("items")))
                : fields(field.name() + '.', schema);
    }

    private static List<DescribedField> fields(String within, JsonNode schema) {
        var required = new LinkedHashSet<String>();
        schema.path("required").forEach(name -> required.add(name.asText()));
        return schema.path("properties").properties().stream()
                .map(field -> new DescribedField(
                        within + field.getKey(), field.getValue(), required.contains(field.getKey())))
                .toList();
    }

    /** The type of a value in words. */
    String type(JsonNode schema) {
        var resolved = resolved(schema);
        if (resolved.has("enum")) {
            return StreamSupport.stream(resolved.path("enum").spliterator(), false)
                    .filter(value -> !value.isNull())
                    .map(value -> '`' + value.asText() + '`')
                    .collect(Collectors.joining(", "));
        }
        var type = plainType(resolved);
        if (type.equals("array")) {
            return "list of " + type(resolved.path("items"));
        }
        var format = resolved.path("format").asText();
        return format.isEmpty() ? type : format;
    }

    /** Without null, which an argument that may be left out can be. */
    private static String plainType(JsonNode schema) {
        var type = schema.path("type");
        return type.isArray()
                ? StreamSupport.stream(type.spliterator(), false)
                        .map(JsonNode::asText)
                        .filter(one -> !one.equals("null"))
                        .collect(Collectors.joining(" or "))
                : type.asText("any");
    }

    /** What is said of a value where it is used, else of its schema. */
    String text(JsonNode schema) {
        var own = schema.path("description").asText();
        return own.isEmpty() ? resolved(schema).path("description").asText() : own;
    }

    private JsonNode resolved(JsonNode schema) {
        var reference = schema.path("$ref").asText();
        return reference.startsWith(COMPONENT)
                ? document.at("/components/schemas/" + reference.substring(COMPONENT.length()))
                : schema;
    }
}
