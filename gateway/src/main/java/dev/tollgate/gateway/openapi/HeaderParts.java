package dev.tollgate.gateway.openapi;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.contract.operation.Answer;
import dev.tollgate.contract.operation.Success;
import dev.tollgate.contract.operation.Trait;
import dev.tollgate.gateway.catalogue.CompiledFace;

/** The headers of answers, described once and referred to by name. */
final class HeaderParts {

    private HeaderParts() {}

    static ObjectNode all() {
        var headers = JsonNodeFactory.instance.objectNode();
        text(headers, "X-Request-Id", "Id of this call, also used in audit and usage.");
        number(headers, "Tollgate-Charge-Micros", "What the call cost, in micros of US dollars.");
        number(headers, "Tollgate-Balance-Micros", "Remaining balance, in micros of US dollars; only with usage:read.");
        text(headers, "RateLimit-Policy", "Rate limit that applied to the call.");
        text(headers, "RateLimit", "Remaining calls within that rate limit.");
        text(headers, "Location", "URL of the new record.");
        text(headers, "ETag", "The record's version, for If-Match and If-None-Match.");
        text(headers, "Idempotency-Replayed", "true if the answer is the replayed answer of an earlier call.");
        text(
                headers,
                "Tollgate-Dry-Run",
                "true if the call was a dry run: everything was checked, nothing was changed.");
        text(headers, "Tollgate-Original-Request-Id", "The request id of that earlier call.");
        return headers;
    }

    /** References to the headers of a dry run's answer. */
    static ObjectNode ofDryRun(boolean metered) {
        var headers = ofCall(metered);
        refer(headers, "Tollgate-Dry-Run");
        return headers;
    }

    private static ObjectNode ofCall(boolean metered) {
        var headers = JsonNodeFactory.instance.objectNode();
        refer(headers, "X-Request-Id");
        if (metered) {
            refer(headers, "Tollgate-Charge-Micros");
            refer(headers, "Tollgate-Balance-Micros");
            refer(headers, "RateLimit-Policy");
            refer(headers, "RateLimit");
        }
        return headers;
    }

    /** References to the headers a face's success carries. */
    static ObjectNode of(CompiledFace<?, ?> face, boolean metered) {
        var headers = ofCall(metered);
        if (face.operation().has(Trait.DRY_RUN) && face.operation().answer() instanceof Answer.Batched<?>) {
            refer(headers, "Tollgate-Dry-Run");
        }
        if (face.operation().success() == Success.CREATED && face.operation().answer() instanceof Answer.Json<?>) {
            refer(headers, "Location");
        }
        if (face.operation().has(Trait.CONDITIONAL)) {
            refer(headers, "ETag");
        }
        if (face.operation().changes()) {
            refer(headers, "Idempotency-Replayed");
            refer(headers, "Tollgate-Original-Request-Id");
        }
        return headers;
    }

    private static void refer(ObjectNode headers, String name) {
        headers.putObject(name).put("$ref", "#/components/headers/" + name);
    }

    private static void text(ObjectNode headers, String name, String description) {
        header(headers, name, description, "string");
    }

    private static void number(ObjectNode headers, String name, String description) {
        header(headers, name, description, "integer");
    }

    private static void header(ObjectNode headers, String name, String description, String type) {
        headers.putObject(name)
                .put("description", description)
                .putObject("schema")
                .put("type", type);
    }
}
