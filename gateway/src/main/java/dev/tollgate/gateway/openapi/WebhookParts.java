package dev.tollgate.gateway.openapi;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.contract.caller.RequestId;
import dev.tollgate.contract.caller.TypeId;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.records.event.EventType;
import dev.tollgate.records.event.EventTypes;
import dev.tollgate.runtime.json.Json;
import io.vertx.core.json.JsonObject;

/** The events that Tollgate sends to webhooks, as the {@code webhooks} of OpenAPI 3.1: a schema for each type. */
final class WebhookParts {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String RECEIVED = "WebhookReceived";
    private static final String EXAMPLE_EVENT = "evt_01m8afqfxperet0m4s2pngpy3a";
    private static final String EXAMPLE_WORKSPACE = "wrk_01m8afqfxperet0m4s2pngpy3b";
    private static final String EXAMPLE_REQUEST = "req_01m8afqfxperet0m4s2pngpy3c";
    private static final String EXAMPLE_TIME = "2030-01-15T09:00:00Z";

    private final SchemaParts schemas;

    WebhookParts(SchemaParts schemas) {
        this.schemas = schemas;
    }

    ObjectNode all(EventTypes types) {
        var webhooks = NODES.objectNode();
        types.all().forEach((name, type) -> webhooks.putObject(name).set("post", operation(type)));
        return webhooks;
    }

    /** The headers of a delivery, described once. */
    static ObjectNode parameters() {
        var parameters = NODES.objectNode();
        parameter(parameters, "webhook-id", "ID of the event, the same in every attempt: deduplicate by it.", "string");
        parameter(parameters, "webhook-timestamp", "Time of this attempt, in seconds since 1970.", "integer");
        parameter(
                parameters,
                "webhook-signature",
                "Signatures over ID, timestamp and body (Standard Webhooks 1.0), separated by spaces: v1,…",
                "string");
        return parameters;
    }

    private static void parameter(ObjectNode parameters, String name, String description, String type) {
        parameters
                .putObject(name)
                .put("name", name)
                .put("in", "header")
                .put("description", description)
                .put("required", true)
                .putObject("schema")
                .put("type", type);
    }

    /** The answers of a receiver. */
    static void addResponses(ObjectNode responses) {
        responses
                .putObject(RECEIVED)
                .put(
                        "description",
                        "Received. Any other status, and no answer within 15 seconds, is an attempt that failed and is"
                                + " retried; 410 disables the webhook.");
    }

    private ObjectNode operation(EventType type) {
        var name = pascal(type.type());
        var operation = NODES.objectNode().put("operationId", "on" + name);
        operation.putArray("tags").add(type.module());
        operation.put("summary", type.type());
        operation.put(
                "description",
                type.summary() + " Sent only to webhooks whose holder has the scope "
                        + type.scope().text() + '.');
        var parameters = operation.putArray("parameters");
        parameters()
                .fieldNames()
                .forEachRemaining(header -> parameters.addObject().put("$ref", "#/components/parameters/" + header));
        var media = operation
                .putObject("requestBody")
                .put("required", true)
                .putObject("content")
                .putObject("application/json");
        media.set("schema", schemas.reference(name + "Event", event(type)));
        media.set("example", example(type));
        operation.putObject("responses").putObject("200").put("$ref", "#/components/responses/" + RECEIVED);
        operation.putArray("security");
        return operation;
    }

    private ObjectNode event(EventType type) {
        var event = NODES.objectNode().put("type", "object");
        var properties = event.putObject("properties");
        properties.putObject("id").put("type", "string").put("description", "ID of the event, as in webhook-id.");
        properties.putObject("type").put("type", "string").putArray("enum").add(type.type());
        properties
                .putObject("timestamp")
                .put("type", "string")
                .put("format", "date-time")
                .put("description", "Time of the event.");
        properties.putObject("workspace_id").put("type", "string").put("pattern", TypeId.pattern(WorkspaceId.class));
        var request = properties.putObject("request_id");
        request.putArray("type").add("string").add("null");
        request.put("pattern", TypeId.pattern(RequestId.class))
                .put("description", "The call that made the event; null where no call did.");
        properties.set("data", data(type));
        var required = event.putArray("required");
        properties.fieldNames().forEachRemaining(required::add);
        return event;
    }

    /** The schema of an operation's answer if the event has the same, else one of its own. */
    private ObjectNode data(EventType type) {
        // Data: a schema called Override or Record would hide what languages call so.
        var resource = pascal(type.resource()) + "Data";
        return schemas.shared(tree(type.schema()), schemas.has(resource) ? pascal(type.type()) + "Data" : resource);
    }

    private static ObjectNode example(EventType type) {
        var example = NODES.objectNode()
                .put("id", EXAMPLE_EVENT)
                .put("type", type.type())
                .put("timestamp", EXAMPLE_TIME)
                .put("workspace_id", EXAMPLE_WORKSPACE)
                .put("request_id", EXAMPLE_REQUEST);
        example.set("data", tree(type.example()));
        return example;
    }

    private static ObjectNode tree(JsonObject json) {
        try {
            return (ObjectNode) Json.MAPPER.readTree(json.encode());
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** {@code deal_stage.created} reads {@code DealStageCreated}. */
    static String pascal(String words) {
        var name = new StringBuilder();
        for (var word : words.split("[._]", -1)) {
            name.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
        }
        return name.toString();
    }
}
