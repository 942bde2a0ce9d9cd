package dev.tollgate.webhooks.eventtype;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tollgate.records.event.EventType;
import dev.tollgate.records.event.EventTypes;
import dev.tollgate.runtime.postgres.EnumColumn;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import org.jspecify.annotations.Nullable;

/** A type of domain event. */
public record EventTypeShown(
        @JsonPropertyDescription("Name of the event type, as used in a webhook's event_types.")
        String type,

        @JsonPropertyDescription(
                "Module of the event, custom for a registered type; <module>.* matches all of its events.")
        String module,

        @JsonPropertyDescription("Scope that a credential needs to receive it; on the control plane, roles decide.")
        String scope,

        @JsonPropertyDescription("Resource type of the record; <resource>.* matches all of its events.")
        String resource,

        @JsonPropertyDescription("What has happened.") String description,

        @JsonPropertyDescription("JSON Schema of data.") JsonObject schema,

        @JsonPropertyDescription("Example of data; test events send it.") @Nullable JsonObject example,

        @JsonPropertyDescription("Status: active or deprecated. A deprecated type is not published.")
        RegisteredType.Status status,

        @JsonPropertyDescription("Number of the schema.") int revision) {

    static final String COLUMNS = "type, description, schema, example, status, revision";

    /** One that a module declares. */
    static EventTypeShown of(EventType event) {
        return new EventTypeShown(
                event.type(),
                event.module(),
                event.scope().text(),
                event.resource(),
                event.summary(),
                event.schema(),
                event.example(),
                RegisteredType.Status.ACTIVE,
                1);
    }

    /** One that the workspace has registered, of a row with {@link #COLUMNS}. */
    static EventTypeShown of(Row row) {
        var type = row.getString("type");
        return new EventTypeShown(
                type,
                EventTypes.CUSTOM,
                EventTypes.UNDECLARED.text(),
                type.substring(0, type.indexOf('.')),
                row.getString("description"),
                row.getJsonObject("schema"),
                row.getJsonObject("example"),
                EnumColumn.read(row, "status", RegisteredType.Status.class),
                row.getInteger("revision"));
    }
}
