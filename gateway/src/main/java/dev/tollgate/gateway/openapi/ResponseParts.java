package dev.tollgate.gateway.openapi;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.contract.operation.Answer;
import dev.tollgate.contract.operation.OnExisting;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.operation.Plane;
import dev.tollgate.contract.operation.Success;
import dev.tollgate.contract.operation.Trait;
import dev.tollgate.gateway.catalogue.CompiledFace;
import dev.tollgate.gateway.catalogue.PriceTag;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The responses of one operation of an OpenAPI document: its answer, and a reference for each status of refusals. */
final class ResponseParts {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final CompiledFace<?, ?> face;
    private final Operation<?, ?> operation;
    private final PriceTag price;
    private final SchemaParts schemas;

    ResponseParts(CompiledFace<?, ?> face, PriceTag price, SchemaParts schemas) {
        this.face = face;
        this.operation = face.operation();
        this.price = price;
        this.schemas = schemas;
    }

    ObjectNode node() {
        var responses = NODES.objectNode();
        var status = operation.answer() instanceof Answer.Batched<?> ? Success.OK : operation.success();
        var success = responses.putObject(Integer.toString(status.status()));
        success.put("description", operation.summary());
        success.set("headers", HeaderParts.of(face, face.face().plane() == Plane.APP));
        var envelope = envelope(status);
        var name = operation.answer().shape().name();
        refer(
                envelope,
                dryRunsToo(status)
                        ? checked()
                        : schemas.reference(face.mayRedact() ? "Written" + name : name, face.element()));
        var content = success.putObject("content");
        content.putObject("application/json").set("schema", envelope);
        if (operation.has(Trait.CSV)) {
            content.putObject("text/csv")
                    .set(
                            "schema",
                            NODES.objectNode()
                                    .put("type", "string")
                                    .put("description", "A header line, then the rows."));
        }
        if (operation.has(Trait.DRY_RUN) && status != Success.OK) {
            responses.set("200", OnExisting.of(operation).isEmpty() ? dryRun() : notCreated());
        }
        if (!operation.changes() && (operation.has(Trait.CONDITIONAL) || operation.has(Trait.CACHEABLE))) {
            responses.putObject("304").put("$ref", "#/components/responses/" + ProblemParts.NOT_MODIFIED);
        }
        for (var refused : refusals()) {
            responses.putObject(Integer.toString(refused)).put("$ref", "#/components/responses/Problem" + refused);
        }
        return responses;
    }

    /** Schema of the success; where a dry run has the same status, of both. */
    private ObjectNode envelope(Success status) {
        return dryRunsToo(status) ? face.toolEnvelope() : face.envelope().deepCopy();
    }

    private boolean dryRunsToo(Success status) {
        return operation.has(Trait.DRY_RUN) && status == Success.OK;
    }

    private ObjectNode dryRun() {
        var response = NODES.objectNode().put("description", "Dry run: everything was checked, nothing was changed.");
        response.set("headers", HeaderParts.ofDryRun(face.face().plane() == Plane.APP));
        response.putObject("content").putObject("application/json").set("schema", face.dryRunEnvelope(checked()));
        return response;
    }

    /**
     * The response of a create without a new record: one that existed, or a dry run. One schema, as generators need.
     */
    private ObjectNode notCreated() {
        var response = dryRun().put("description", "No new record: one that existed (on_existing), or a dry run.");
        var schema =
                (ObjectNode) response.path("content").path("application/json").path("schema");
        schema.putArray("required").add("data").add("request_id");
        return response;
    }

    /** Puts the reference where the envelope holds the whole record. */
    private void refer(ObjectNode envelope, ObjectNode record) {
        if (operation.answer() instanceof Answer.Bare<?>) {
            envelope.set("items", record);
            return;
        }
        var properties = (ObjectNode) envelope.path("properties");
        var data = properties.path("data");
        if (operation.answer() instanceof Answer.Json<?>) {
            properties.set("data", record);
        } else if (data.path("items").equals(face.element())) {
            ((ObjectNode) data).set("items", record);
        } else {
            var item = (ObjectNode) data.path("items").path("properties");
            item.set("data", record);
            item.set("problem", NODES.objectNode().put("$ref", "#/components/schemas/Problem"));
        }
    }

    private ObjectNode checked() {
        return schemas.reference("Checked" + operation.answer().shape().name(), face.dryRunElement());
    }

    private Set<Integer> refusals() {
        var statuses = new TreeSet<>(List.of(400, 401, 403, 422, 429, 500, 503, 504));
        if (!price.free() || operation.has(Trait.STARTS_CHARGES)) {
            statuses.add(402);
        }
        // An installation that is not set up for the sender of signed messages does not offer their route; an
        // operation for callers without a membership finds its target by the input.
        if (!face.face().route().parameters().isEmpty() || !face.judgesCallers()) {
            statuses.add(404);
        }
        if (operation.changes()) {
            statuses.add(409);
        }
        if (operation.changes() && operation.has(Trait.CONDITIONAL)) {
            statuses.add(412);
        }
        if (face.face().takesBody()) {
            statuses.addAll(List.of(413, 415));
        }
        return statuses;
    }
}
