package dev.tollgate.gateway.openapi;

import static java.util.Map.entry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.gateway.catalogue.input.QueryText;
import java.util.Map;

/** One parameter of an operation: its description beside its schema, where tools look for it. */
final class ParameterPart {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** Descriptions of parameters that no input record describes. */
    private static final Map<String, String> WORDS = Map.ofEntries(
            entry("tenant_id", "ID of the tenant."),
            entry("workspace_id", "ID of the workspace."),
            entry("limit", "Page size. Default 25."),
            entry("cursor", "next_cursor of the previous page."),
            entry("from", "Start of the period, included."),
            entry("to", "End of the period, not included."),
            entry("month", "Calendar month in UTC, such as 2026-11."),
            entry("group_by", "What sums are grouped by: names separated by commas."),
            entry("dimension", "Filter: what is priced, such as rest.read."),
            entry("request_id", "Filter: ID of the call."),
            entry("client_request_id", "Filter: the X-Request-Id that the caller sent."),
            entry("action", "Filter: what was done, such as task.create."),
            entry("outcome", "Filter: ok, or the code of the refusal."),
            entry("actor_id", "Filter: ID of the credential or person that called."),
            entry("status", "Filter: state of the request."),
            entry("dry_run", "true: check everything, change nothing. Costs a read."),
            entry(
                    "on_existing",
                    "What to do if a record of the same external_source and external_id exists: fail with 409, update"
                            + " it by the fields that are sent, or skip. The latter two answer it with 200."
                            + " Default fail."),
            entry(
                    "Idempotency-Key",
                    "Makes the call safe to repeat: with the same key and input it takes effect once, is charged once,"
                            + " and every repetition returns the first answer. 1 to 255 printable ASCII characters,"
                            + " kept for 24 hours per credential and operation."),
            entry(
                    "If-Match",
                    "ETag of the record as you read it. If the record has changed since, the call is refused with 412."),
            entry(
                    "If-None-Match",
                    "ETag of the record or list as you know it. If it is unchanged, the answer is 304 without a body."),
            entry("Stripe-Signature", "Stripe's signature over the body."),
            entry("Github-Public-Key-Identifier", "Which of GitHub's keys has signed."),
            entry("Github-Public-Key-Signature", "GitHub's signature over the body."));

    private ParameterPart() {}

    static ObjectNode node(String name, String in, boolean required, JsonNode schema) {
        var plain = withoutNull((ObjectNode) schema.deepCopy());
        var described = plain.remove("description");
        var parameter = NODES.objectNode().put("name", name).put("in", in);
        var description = described == null ? WORDS.getOrDefault(name, "") : described.asText();
        if (!description.isEmpty()) {
            parameter.put("description", description);
        }
        if (required) {
            parameter.put("required", true);
        }
        if (in.equals("query") && QueryText.isList(plain)) {
            parameter.put("style", "form").put("explode", false);
        }
        parameter.set("schema", plain);
        return parameter;
    }

    /** A path, a query and a header contain text: a parameter without a value is left out. */
    private static ObjectNode withoutNull(ObjectNode schema) {
        if (schema.path("type") instanceof ArrayNode types) {
            var kept = NODES.arrayNode();
            types.forEach(type -> {
                if (!type.asText().equals("null")) {
                    kept.add(type);
                }
            });
            schema.set("type", kept.size() == 1 ? kept.get(0) : kept);
        }
        if (schema.path("enum") instanceof ArrayNode words) {
            var kept = NODES.arrayNode();
            words.forEach(word -> {
                if (!word.isNull()) {
                    kept.add(word);
                }
            });
            schema.set("enum", kept);
        }
        if (!schema.path("type").asText().equals("object")) {
            schema.remove("additionalProperties");
        }
        return schema;
    }
}
