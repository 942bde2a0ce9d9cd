package dev.tollgate.webhooks.eventtype;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.records.event.EventType;
import dev.tollgate.records.event.EventTypes;
import dev.tollgate.records.schema.FieldSchema;
import dev.tollgate.records.shape.Column;
import dev.tollgate.records.shape.Stamp;
import dev.tollgate.records.shape.StoredRecord;
import dev.tollgate.records.table.TableDeclaration;
import dev.tollgate.webhooks.eventtype.EventTypeOperations.NewEventType;
import io.vertx.core.json.JsonObject;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A type of events that a workspace has registered, with the schema of its newest revision. */
public record RegisteredType(
        EventTypeId id,
        WorkspaceId workspaceId,

        @JsonPropertyDescription("Unique name of two or three words, such as order.paid.")
        @Pattern(regexp = FORM) @Size(max = CHARS_MAX) String type,

        @JsonPropertyDescription("What has happened when it is published.") @Size(min = 1, max = 500) String description,

        @JsonPropertyDescription("JSON Schema of data, an object; without $ref and combinators.")
        JsonObject schema,

        @JsonPropertyDescription("Example of data; test events send it.") @Nullable JsonObject example,

        @JsonPropertyDescription("A deprecated type cannot be published. Default active, or as it is.")
        Status status,

        @JsonPropertyDescription("Number of the schema, one more with each change of it.")
        int revision,

        Instant createdAt,
        Instant updatedAt,
        long version,
        String source,
        String lastActor)
        implements StoredRecord {

    /** Whether it can be published. */
    public enum Status {
        ACTIVE,
        DEPRECATED
    }

    static final String FORM = "^[a-z][a-z0-9_]*(\\.[a-z][a-z0-9_]*){1,2}$";
    static final int CHARS_MAX = 100;

    static final TableDeclaration<RegisteredType> TABLE =
            TableDeclaration.of(RegisteredType.class, "webhooks.event_type");
    private static final Column<RegisteredType, String> DESCRIPTION = TABLE.column("description", String.class);
    private static final Column<RegisteredType, JsonObject> SCHEMA = TABLE.column("schema", JsonObject.class);
    private static final Column<RegisteredType, JsonObject> EXAMPLE = TABLE.column("example", JsonObject.class);
    private static final Column<RegisteredType, Status> STATUS = TABLE.column("status", Status.class);
    private static final Column<RegisteredType, Integer> REVISION = TABLE.column("revision", int.class);

    static RegisteredType of(Stamp stamp, NewEventType input) {
        return new RegisteredType(
                new EventTypeId(stamp.id()),
                stamp.workspace(),
                input.type(),
                input.description(),
                input.schema(),
                input.example(),
                Objects.requireNonNullElse(input.status(), Status.ACTIVE),
                1,
                stamp.time(),
                stamp.time(),
                Stamp.VERSION,
                stamp.source(),
                stamp.actor());
    }

    /** The same type as it is registered again. */
    RegisteredType revised(NewEventType input) {
        return TABLE.copy(this)
                .set(DESCRIPTION, input.description())
                .set(SCHEMA, input.schema())
                .set(EXAMPLE, input.example())
                .setIfPresent(STATUS, input.status())
                .set(REVISION, input.schema().equals(schema) ? revision : revision + 1)
                .done();
    }

    FieldSchema dataSchema() {
        return FieldSchema.stored(schema);
    }

    /** The CloudEvents attribute {@code dataschema} of its events. */
    String dataSchemaUri() {
        return "/v1/event-types/" + type + "?revision=" + revision;
    }

    /** The type as webhooks know types. */
    EventType asEventType() {
        return new EventType(
                type,
                EventTypes.CUSTOM,
                EventTypes.UNDECLARED,
                type.substring(0, type.indexOf('.')),
                description,
                schema,
                example == null ? new JsonObject() : example);
    }
}
