package dev.tollgate.webhooks.eventtype;

import static dev.tollgate.contract.operation.Declaration.anySignedIn;
import static dev.tollgate.contract.operation.Declaration.scoped;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tollgate.contract.operation.Declaration;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.records.table.PageSize;
import dev.tollgate.webhooks.subscription.EventPattern;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Operations on event types, on both planes. */
public final class EventTypeOperations {

    private static final int MODULE_CHARS_MAX = 64;

    /** Which event types are wanted. */
    public record EventTypeQuery(
            @JsonPropertyDescription("Page size. Default 25.") @Min(1) @Max(PageSize.MAX) @Nullable Integer limit,

            @JsonPropertyDescription("The next_cursor of the previous page.") @Nullable String cursor,

            @JsonPropertyDescription("Filter by module.") @Size(max = MODULE_CHARS_MAX) @Nullable String module) {}

    /** One event type. */
    public record EventTypeRef(
            @JsonPropertyDescription("Event type, such as task.created.") @Size(min = 1, max = EventPattern.CHARS_MAX) String type) {}

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

    /** All of them. */
    public static final List<Operation<?, ?>> ALL = List.of(LIST, GET);

    private EventTypeOperations() {}
}
