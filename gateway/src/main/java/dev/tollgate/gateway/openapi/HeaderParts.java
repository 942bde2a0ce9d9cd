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
        text(headers, "X-Request-Id", "ID of this call, also used in audit and usage.");
        text(headers, "Tollgate-Credential-Expires", "End of the credential, if it is less than 14 days away.");
        number(headers, "Tollgate-Charge-Micros", "Charge of the call, in micros of US dollars.");
        number(headers, "Tollgate-Balance-Micros", "Remaining balance, in micros of US dollars; only with usage:read.");
        number(
                headers,
                "Tollgate-Budget-Remaining-Micros",
                "Remaining budget of the credential, in micros of US dollars; only if it has one.");
        text(headers, "Tollgate-Budget-Resets-At", "When the next period of this budget starts; not for one in total.");
        text(headers, "RateLimit-Policy", "The tightest rate limit of the call: its name, q calls in w seconds.");
        text(headers, "RateLimit", "The same limit: r calls remain, all of them again after t seconds.");
        text(headers, "Location", "URL of the new record.");
        text(headers, "ETag", "Version of the record or digest of the list, for If-Match and If-None-Match.");
        text(headers, "Cache-Control", "How long the answer may be kept.");
        text(headers, "Idempotency-Replayed", "true if this is the answer of an earlier call with the same key.");
        text(headers, "Tollgate-Original-Request-Id", "ID of that earlier call.");
        text(headers, "Tollgate-Next-Cursor", "Cursor of the next page of a table; absent at its end.");
        number(headers, "Retry-After", "Seconds to wait before the call is repeated.");
        text(headers, "WWW-Authenticate", "How to authenticate.");
        text(
                headers,
                "Tollgate-Dry-Run",
                "true if the call was a dry run: everything was checked, nothing was changed.");
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
        refer(headers, "Tollgate-Credential-Expires");
        if (metered) {
            refer(headers, "Tollgate-Charge-Micros");
            refer(headers, "Tollgate-Balance-Micros");
            refer(headers, "Tollgate-Budget-Remaining-Micros");
            refer(headers, "Tollgate-Budget-Resets-At");
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
        if (isPagedTable(face)) {
            refer(headers, "Tollgate-Next-Cursor");
        }
        if (face.operation().has(Trait.CONDITIONAL) || face.operation().has(Trait.CACHEABLE)) {
            refer(headers, "ETag");
        }
        if (face.operation().has(Trait.CACHEABLE)) {
            refer(headers, "Cache-Control");
        }
        if (face.operation().changes()) {
            refer(headers, "Idempotency-Replayed");
            refer(headers, "Tollgate-Original-Request-Id");
        }
        return headers;
    }

    private static boolean isPagedTable(CompiledFace<?, ?> face) {
        return face.operation().has(Trait.CSV) && face.operation().answer() instanceof Answer.Paged<?>;
    }

    static void refer(ObjectNode headers, String name) {
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
