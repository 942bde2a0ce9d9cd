package dev.tollgate.webhooks.eventtype;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tollgate.records.event.EventType;
import io.vertx.core.json.JsonObject;

/** A type of domain event. */
public record EventTypeShown(
        @JsonPropertyDescription("Name of the event type, as used in a webhook's event_types.")
        String type,

        @JsonPropertyDescription("Module of the event; <module>.* matches all of its events.")
        String module,

        @JsonPropertyDescription("Scope that a credential needs to receive it; on the control plane, roles decide.")
        String scope,

        @JsonPropertyDescription("Resource type of the record; <resource>.* matches all of its events.")
        String resource,

        String summary,

        @JsonPropertyDescription("JSON Schema of data.") JsonObject schema,

        @JsonPropertyDescription("Example of data; test events send it.")
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
