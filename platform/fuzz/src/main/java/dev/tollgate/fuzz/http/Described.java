package dev.tollgate.fuzz.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.tollgate.fuzz.Property;
import dev.tollgate.runtime.json.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** An OpenAPI document as what it promises of every answer. */
final class Described {

    private static final String PROBLEM = "application/problem+json";
    private static final SchemaRegistry REGISTRY =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    /** One operation of the document. */
    record Operation(String method, String path, JsonNode node) {}

    private final JsonNode document;
    private final List<Operation> operations = new ArrayList<>();
    private final Map<String, Schema> schemas = new HashMap<>();

    Described(JsonNode document) {
        this.document = document;
        for (var path : document.path("paths").properties()) {
            for (var method : path.getValue().properties()) {
                if (method.getValue().has("operationId")) {
                    operations.add(
                            new Operation(method.getKey().toUpperCase(Locale.ROOT), path.getKey(), method.getValue()));
                }
            }
        }
    }

    JsonNode document() {
        return document;
    }

    List<Operation> operations() {
        return operations;
    }

    /**
     * Fails where an answer is not what the document says.
     *
     * @param asDescribed whether the request was one of the operation: then its statuses are listed
     */
    void judge(Operation operation, FuzzedGateway.Answer answer, boolean asDescribed) {
        var where = operation.method() + ' ' + operation.path() + " answered " + answer;
        Property.holds(answer.status() != 500, "nothing is answered with 500: " + where);
        Property.holds(answer.requestId().startsWith("req_"), "every answer names its request: " + where);
        var response = operation.node().path("responses").path(Integer.toString(answer.status()));
        Property.holds(!asDescribed || !response.isMissingNode(), "every status is in the document: " + where);
        if (answer.status() >= 400) {
            problem(answer, where);
        } else if (answer.type().startsWith("application/json")) {
            fits(response.at("/content/application~1json/schema"), answer.json(), where);
        }
    }

    private void problem(FuzzedGateway.Answer answer, String where) {
        Property.holds(answer.type().startsWith(PROBLEM), "a refusal is a problem document: " + where);
        var problem = answer.json();
        fits(document.at("/components/schemas/Problem"), problem, where);
        Property.holds(
                problem.path("status").asInt() == answer.status()
                        && problem.path("request_id").asText().equals(answer.requestId()),
                "a problem says the status and the request of its answer: " + where);
    }

    private void fits(JsonNode schema, JsonNode body, String where) {
        if (schema.isMissingNode()) {
            return;
        }
        var errors = schemas.computeIfAbsent(schema.toString(), _ -> compiled(schema))
                .validate(body);
        Property.holds(errors.isEmpty(), "an answer fits its schema: " + errors + ' ' + where);
    }

    private Schema compiled(JsonNode schema) {
        ObjectNode whole = schema.deepCopy();
        whole.set("components", document.path("components"));
        return REGISTRY.getSchema(Json.read(Json.bytes(whole), JsonNode.class));
    }
}
