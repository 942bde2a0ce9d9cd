package dev.tollgate.standalone.ctl.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One operation as the document describes it. Everything is read off the document when it is asked for: a call needs
 * one operation of many.
 *
 * @param group first word of its command, such as {@code api-keys}
 * @param verb second word, such as {@code rotate}
 */
public record ControlOperation(
        String group, String verb, String method, String path, JsonNode node, ControlDocument document) {

    private static final String JSON = "application/json";

    public String summary() {
        return node.path("summary").asText("");
    }

    public String description() {
        return node.path("description").asText("");
    }

    /** Path parameters that name the record itself: those that follow the group's own part of the path. */
    public List<Field> named() {
        return pathFields(before -> before.equals(group));
    }

    /** Path parameters that say whose records are meant, such as {@code tenant_id}. */
    public List<Field> owners() {
        return pathFields(before -> !before.equals(group));
    }

    private List<Field> pathFields(Predicate<String> follows) {
        var fields = new ArrayList<Field>();
        var steps = List.of(path.split("/", -1));
        for (var field : parameters("path")) {
            var at = steps.indexOf('{' + field.name() + '}');
            if (follows.test(steps.get(at - 1))) {
                fields.add(field);
            }
        }
        return fields;
    }

    /** Query parameters, {@code dry_run} aside. */
    public List<Field> query() {
        return parameters("query").stream()
                .filter(field -> !field.name().equals("dry_run"))
                .toList();
    }

    public boolean dryRun() {
        return parameters("query").stream().anyMatch(field -> field.name().equals("dry_run"));
    }

    public boolean takesHeader(String name) {
        return parameters("header").stream().anyMatch(field -> field.name().equals(name));
    }

    public boolean changes() {
        return takesHeader("Idempotency-Key");
    }

    public boolean isPatch() {
        return method.equals("PATCH");
    }

    /** Whether it is meant, of several of one command, where the caller names neither tenant nor workspace. */
    public boolean isUsual() {
        return node.path("x-tollgate-usual").asBoolean();
    }

    /** Whether the answer holds a secret that no later answer shows. */
    public boolean givesSecret() {
        return node.path("x-tollgate-secret").asBoolean();
    }

    /** Schema of the body, or null where the operation takes none. */
    public @Nullable ObjectNode bodySchema() {
        return document.resolved(body().path("schema")) instanceof ObjectNode schema ? schema : null;
    }

    public List<Field> bodyFields() {
        var schema = bodySchema();
        if (schema == null) {
            return List.of();
        }
        var required = new ArrayList<String>();
        schema.path("required").forEach(name -> required.add(name.asText()));
        return schema.path("properties").properties().stream()
                .map(field -> new Field(field.getKey(), field.getValue(), required.contains(field.getKey())))
                .toList();
    }

    /** A body that works, for the help; missing where there is none. */
    public JsonNode example() {
        return body().path("example");
    }

    private JsonNode body() {
        return node.path("requestBody").path("content").path(JSON);
    }

    /** Whether the answer is a page of a list. */
    public boolean isPaged() {
        return success().path(JSON).path("schema").path("properties").has("next_cursor");
    }

    /** The field by which a list is ordered in time, newest first; null where its records have none. */
    public @Nullable String timeField() {
        var properties = element().path("properties");
        return Stream.of("time", "created_at")
                .filter(properties::has)
                .findFirst()
                .orElse(null);
    }

    /** Whether the answer can be had as comma-separated values. */
    public boolean givesCsv() {
        return success().has("text/csv");
    }

    /** Schema of the record in the answer. */
    public JsonNode element() {
        var data = success().path(JSON).path("schema").path("properties").path("data");
        return document.resolved(data.has("items") ? data.path("items") : data);
    }

    private JsonNode success() {
        for (var response : node.path("responses").properties()) {
            if (response.getKey().startsWith("2")) {
                return response.getValue().path("content");
            }
        }
        return node.path("responses").path("2XX");
    }

    private List<Field> parameters(String in) {
        var fields = new ArrayList<Field>();
        for (var parameter : node.path("parameters")) {
            if (parameter.path("in").asText().equals(in)) {
                var name = parameter.path("name").asText();
                fields.add(new Field(
                        name, described(parameter), parameter.path("required").asBoolean()));
            }
        }
        return fields;
    }

    /** The schema of a parameter with its description, which documents have beside it. */
    private static JsonNode described(JsonNode parameter) {
        var schema = parameter.path("schema");
        return parameter.has("description") && schema instanceof ObjectNode plain
                ? plain.deepCopy().set("description", parameter.path("description"))
                : schema;
    }
}
