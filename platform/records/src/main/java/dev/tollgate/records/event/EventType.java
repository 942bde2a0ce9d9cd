package dev.tollgate.records.event;

import dev.tollgate.contract.caller.Scope;
import io.vertx.core.json.JsonObject;

/**
 * One type of domain event.
 *
 * @param module key of the module it comes from
 * @param scope what a credential must hold to be sent it
 * @param schema JSON Schema (2020-12) of its data
 * @param example data that fits the schema
 */
public record EventType(
        String type,
        String module,
        Scope scope,
        String resource,
        String summary,
        JsonObject schema,
        JsonObject example) {}
