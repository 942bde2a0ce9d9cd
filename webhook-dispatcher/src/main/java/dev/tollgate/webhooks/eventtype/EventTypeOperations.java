package dev.tollgate.webhooks.eventtype;

import static dev.tollgate.contract.operation.Declaration.anySignedIn;
import static dev.tollgate.contract.operation.Declaration.scoped;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tollgate.contract.event.EventPattern;
import dev.tollgate.contract.operation.Declaration;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.operation.Trait;
import dev.tollgate.records.page.PageSize;
import io.vertx.core.json.JsonObject;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Operations on event types and, of those that a workspace registers, on events. */
public final class EventTypeOperations {

    static final int SUBJECT_CHARS_MAX = 128;

    private static final int MODULE_CHARS_MAX = 64;

    /** Which event types are wanted. */
    public record EventTypeQuery(
            @JsonPropertyDescription("Page size. Default 25.") @Min(1) @Max(PageSize.MAX) @Nullable Integer limit,

            @JsonPropertyDescription("The next_cursor of the previous page.") @Nullable String cursor,

            @JsonPropertyDescription("Filter by module; custom: those that you registered.")
            @Size(max = MODULE_CHARS_MAX) @Nullable String module) {}

    /** One event type. */
    public record EventTypeRef(
            @JsonPropertyDescription("Event type, such as task.created.") @Size(min = 1, max = EventPattern.CHARS_MAX) String type) {}

    /** A type to be registered, or its next revision; fields as of {@link RegisteredType}. */
    public record NewEventType(
            String type,
            String description,
            JsonObject schema,
            @Nullable JsonObject example,
            RegisteredType.@Nullable Status status) {}

    /** An event to be published; fields as of {@link PublishedEvent}. */
    public record NewEvent(
            String type,

            @JsonPropertyDescription("What happened, by the schema of the type. At most 64 KiB.")
            JsonObject data,

            @Nullable String subject,
            @Nullable Instant occurredAt) {}

    public static final Operation<EventTypeQuery, Page<EventTypeShown>> LIST = Declaration.read(
                    "list_event_types", "event_type")
            .summary("List event types")
            .description("Use this before creating a webhook. Returns all event types by name, each with the JSON "
                    + "Schema of its data and an example.")
            .app("GET", "/v1/event-types", scoped("integrations:read"))
            .control("GET", "/control/v1/event-types", anySignedIn())
            .takes(EventTypeQuery.class, """
                    {"limit": 10, "module": "tasks"}""")
            .givesPage(EventTypeShown.class);

    public static final Operation<EventTypeRef, EventTypeShown> GET = Declaration.read("get_event_type", "event_type")
            .summary("Get an event type")
            .description("Returns one event type with the JSON Schema of its data and an example.")
            .app("GET", "/v1/event-types/{type}", scoped("integrations:read"))
            .control("GET", "/control/v1/event-types/{type}", anySignedIn())
            .takes(EventTypeRef.class, """
                    {"type": "task.created"}""")
            .gives(EventTypeShown.class);

    public static final Operation<NewEventType, RegisteredType> REGISTER = Declaration.create(
                    "register_event_type", "event_type")
            .summary("Register an event type")
            .description("Declares an event type of your own for publish_event and webhooks. A known type gets its "
                    + "next revision, whose data must fit the former schema; else 409.")
            .app("POST", "/v1/event-types", scoped("integrations:write"))
            .with(Trait.DRY_RUN)
            .event("event_type.registered")
            .takes(NewEventType.class, """
                    {
                      "type": "order.paid",
                      "description": "A customer has paid an order.",
                      "schema": {
                        "type": "object",
                        "properties": {
                          "order_id": {"type": "string", "maxLength": 64},
                          "amount_cents": {"type": "integer", "minimum": 0}
                        },
                        "required": ["order_id", "amount_cents"]
                      }
                    }
                    """)
            .gives(RegisteredType.class);

    public static final Operation<NewEvent, PublishedEvent> PUBLISH = Declaration.write("publish_event", "event")
            .summary("Publish an event")
            .description("Tells webhooks about an event of a type from register_event_type. Returns its ID, which "
                    + "receivers get as webhook-id.")
            .app("POST", "/v1/events", scoped("integrations:write"))
            .with(Trait.LOSSLESS)
            .with(Trait.DRY_RUN)
            .takes(NewEvent.class, """
                    {
                      "type": "order.paid",
                      "data": {"order_id": "order-4711", "amount_cents": 12900},
                      "subject": "order-4711"
                    }
                    """)
            .gives(PublishedEvent.class);

    /** All of them. */
    public static final List<Operation<?, ?>> ALL = List.of(LIST, GET, REGISTER, PUBLISH);

    private EventTypeOperations() {}
}
