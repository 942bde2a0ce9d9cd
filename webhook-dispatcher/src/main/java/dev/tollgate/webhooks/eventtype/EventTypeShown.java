package dev.tollgate.webhooks.eventtype;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tollgate.records.event.EventType;
import io.vertx.core.json.JsonObject;

/** A type of domain event. */
public record EventTypeShown(
        @JsonPropertyDescription("What webhooks name it by.")
        String type,

        @JsonPropertyDescription("The module it comes from; <module>.* is all of its events.")
        String module,

        @JsonPropertyDescription("What a credential must hold to be sent it; on the control plane roles decide.")
        String scope,

        @JsonPropertyDescription("The kind of record it tells of; <resource>.* is all of its events.")
        String resource,

        String summary,

        @JsonPropertyDescription("JSON Schema of data.") JsonObject schema,

        @JsonPropertyDescription("What data looks like; test events send it.")
        JsonObject example) {

    static EventTypeShown of(EventType event) {
        return new EventTypeShown(
                event.type(),
                event.module(),
                event.scope().text(),
                event.resource(),
                event.summary(),
                event.schema(),
                event.example());
    }
}
