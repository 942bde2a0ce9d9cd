package dev.tollgate.gateway.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.contract.operation.Access;
import dev.tollgate.contract.operation.OnExisting;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.operation.Plane;
import dev.tollgate.contract.operation.Tabular;
import dev.tollgate.contract.operation.Trait;
import dev.tollgate.gateway.catalogue.CompiledFace;
import dev.tollgate.gateway.catalogue.PriceTag;
import dev.tollgate.gateway.catalogue.schema.Examples;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One operation of an OpenAPI document. */
final class OperationPart<I, A> {

    private static final String FREE_FIELDS = "custom_fields";
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final CompiledFace<I, A> face;
    private final Operation<I, A> operation;
    private final PriceTag price;
    private final SchemaParts schemas;
    private final ObjectNode input;
    private final Set<String> inPath;

    OperationPart(CompiledFace<I, A> face, PriceTag price, SchemaParts schemas) {
        this.face = face;
        this.operation = face.operation();
        this.price = price;
        this.schemas = schemas;
        this.input = face.rest().schema().document();
        this.inPath = new HashSet<>(face.face().route().parameters());
    }

    ObjectNode node() {
        var node = NODES.objectNode().put("operationId", operationId());
        node.putArray("tags").add(face.module().key());
        node.put("summary", operation.summary());
        if (!description().isBlank()) {
            node.put("description", description());
        }
        var parameters = parameters();
        if (!parameters.isEmpty()) {
            node.set("parameters", parameters);
        }
        if (face.face().takesBody() && takesFields()) {
            node.set("requestBody", body());
        }
        node.set("responses", new ResponseParts(face, price, schemas).node());
        SecurityPart.write(face.face().access(), node);
        node.set("x-tollgate-price", price());
        if (face.tool() != null) {
            node.put("x-tollgate-tool", operation.name());
        }
        if (face.face().plane() == Plane.CONTROL && face.signed() == null) {
            node.put(
                    "x-tollgate-command",
                    CommandWords.of(operation, face.face().route()).toString());
        }
        if (face.face().usual() && onControl() > 1) {
            node.put("x-tollgate-usual", true);
        }
        if (operation.has(Trait.SECRET_ANSWER)) {
            node.put("x-tollgate-secret", true);
        }
        return node;
    }

    private long onControl() {
        return operation.faces().stream()
                .filter(other -> other.plane() == Plane.CONTROL)
                .count();
    }

    /** The name, with the scope of a further face of one plane. */
    private String operationId() {
        var first = operation.faces().stream()
                .filter(other -> other.plane() == face.face().plane())
                .findFirst();
        var id = operationId(operation.name());
        return first.filter(face.face()::equals).isPresent() ? id : id + scopeOfFace();
    }

    private String scopeOfFace() {
        if (inPath.contains("tenant_id")) {
            return "OfTenant";
        }
        return inPath.contains("workspace_id") ? "OfWorkspace" : "OfInstallation";
    }

    /** {@code create_task} reads {@code createTask}. */
    static String operationId(String name) {
        var id = new StringBuilder();
        for (var word : name.split("_", -1)) {
            id.append(id.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
        }
        return id.toString();
    }

    private String description() {
        var filters = !face.face().takesBody() && properties().has(FREE_FIELDS)
                ? "custom_fields.<name>=<value> filters by the exact value of a custom field, such as"
                        + " custom_fields.tier=gold."
                : "";
        var table = operation.has(Trait.CSV)
                ? "With Accept: text/csv, all rows are returned at once, at most " + Tabular.ROWS_MAX
                        + "; of records ordered in time, limit gives pages, with Tollgate-Next-Cursor while there are more."
                : "";
        return Stream.of(
                        operation.description(),
                        filters,
                        table,
                        SecurityPart.sentence(face.face().access()))
                .filter(text -> !text.isBlank())
                .collect(Collectors.joining(" "));
    }

    private ArrayNode parameters() {
        var parameters = NODES.arrayNode();
        for (var name : face.face().route().parameters()) {
            var schema = properties().path(name);
            parameter(parameters, name, "path", true, schema.isMissingNode() ? text() : schema);
        }
        if (!face.face().takesBody()) {
            for (var field : properties().properties()) {
                if (!inPath.contains(field.getKey()) && !field.getKey().equals(FREE_FIELDS)) {
                    var required = SchemaParts.requires(input, field.getKey());
                    parameter(parameters, field.getKey(), "query", required, field.getValue());
                }
            }
        }
        if (operation.has(Trait.DRY_RUN)) {
            parameter(parameters, "dry_run", "query", false, NODES.objectNode().put("type", "boolean"));
        }
        var existing = OnExisting.of(operation);
        if (!existing.isEmpty()) {
            var choice = text();
            var words = choice.putArray("enum");
            existing.forEach(one -> words.add(one.text()));
            parameter(parameters, "on_existing", "query", false, choice);
        }
        var signed = face.signed();
        if (signed != null) {
            parameter(parameters, signed.header(), "header", true, text());
            var keyHeader = signed.keyHeader();
            if (keyHeader != null) {
                parameter(parameters, keyHeader, "header", true, text());
            }
        } else if (operation.changes()) {
            var key = text().put("minLength", 1).put("maxLength", 255);
            parameter(parameters, "Idempotency-Key", "header", operation.has(Trait.KEY_REQUIRED), key);
        }
        if (operation.has(Trait.CONDITIONAL) || operation.has(Trait.CACHEABLE)) {
            parameter(parameters, operation.changes() ? "If-Match" : "If-None-Match", "header", false, text());
        }
        return parameters;
    }

    private static void parameter(ArrayNode list, String name, String in, boolean required, JsonNode schema) {
        list.add(ParameterPart.node(name, in, required, schema));
    }

    private boolean takesFields() {
        return properties().properties().stream().anyMatch(field -> !inPath.contains(field.getKey()));
    }

    private ObjectNode body() {
        var signed = face.signed();
        if (signed != null) {
            var asItCame = NODES.objectNode().put("required", true);
            asItCame.putObject("content").putObject("application/json").set("schema", messageSchema(signed.payload()));
            return asItCame;
        }
        var schema = SchemaParts.only(input, name -> !inPath.contains(name));
        var body = NODES.objectNode();
        if (schema.has("required")) {
            body.put("required", true);
        }
        var media = NODES.objectNode();
        media.set("schema", schemas.reference(operation.body().shape().name(), schema));
        var example = Examples.of(operation);
        if (example != null) {
            example.properties().removeIf(field -> inPath.contains(field.getKey()));
            media.set("example", example);
        }
        var content = body.putObject("content");
        content.set("application/json", media);
        if (face.face().route().method().equals("PATCH")) {
            content.set("application/merge-patch+json", media);
        }
        return body;
    }

    private static ObjectNode messageSchema(Access.Payload payload) {
        var object = NODES.objectNode().put("type", "object");
        return switch (payload) {
            case OBJECT -> object;
            case LIST -> NODES.objectNode().put("type", "array").set("items", object);
        };
    }

    private ObjectNode price() {
        var tag = NODES.objectNode();
        if (price.dimension() != null) {
            tag.put("dimension", price.dimension());
        }
        return tag.put("unit_micros", price.unitMicros());
    }

    private ObjectNode properties() {
        return (ObjectNode) input.path("properties");
    }

    private static ObjectNode text() {
        return NODES.objectNode().put("type", "string");
    }
}
