package dev.tollgate.modules.analytics.definition;

import static dev.tollgate.contract.operation.Declaration.scoped;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tollgate.contract.operation.Declaration;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.operation.Patch;
import dev.tollgate.contract.operation.Trait;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.modules.analytics.plan.TrackingPlanId;
import dev.tollgate.modules.tracked.EventFault;
import dev.tollgate.modules.tracked.EventLimits;
import dev.tollgate.modules.tracked.EventStorage;
import dev.tollgate.records.page.SearchQuery;
import dev.tollgate.records.resource.Ref;
import dev.tollgate.records.resource.ResourceOperations;
import dev.tollgate.records.shape.CustomFields;
import dev.tollgate.records.shape.Identified;
import dev.tollgate.records.table.ListInput;
import io.vertx.core.json.JsonObject;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The operations of event definitions. Fields are described on {@link EventDefinition}. */
public final class EventDefinitionOperations {

    private static final String ROUTE = "/v1/analytics/event-definitions";

    public record NewEventDefinition(
            TrackingPlanId planId,
            String name,
            @Nullable String description,
            @Nullable String owner,
            JsonObject schema,
            @Nullable JsonObject classes,
            @Nullable List<String> dimensions,
            @Nullable List<String> measures,
            @Nullable JsonObject units,
            @Nullable CustomFields customFields,
            @Nullable String externalSource,
            @Nullable String externalId) {}

    public record EventDefinitionQuery(
            @Nullable Integer limit,
            @Nullable String cursor,
            @Nullable String query,
            @Nullable TrackingPlanId planId,
            @Nullable String name,
            @Nullable String owner,
            EventDefinition.@Nullable Status status,
            @Nullable CustomFields customFields)
            implements SearchQuery {}

    public record EventDefinitionPatch(
            EventDefinitionId id,
            Patch<String> description,
            Patch<String> owner,
            Patch<JsonObject> schema,
            Patch<JsonObject> classes,
            Patch<List<String>> dimensions,
            Patch<List<String>> measures,
            Patch<JsonObject> units,
            Patch<CustomFields> customFields,
            Patch<String> externalSource,
            Patch<String> externalId)
            implements Identified {}

    public record Approval(
            EventDefinitionId id,

            @JsonPropertyDescription("true: approve even if it refuses events that are valid now, or hashes less.")
            @Nullable Boolean allowBreaking)
            implements Identified {}

    public record EventTrial(
            @JsonPropertyDescription("Name of the event.")
            @Pattern(regexp = EventLimits.NAME_PATTERN) @Size(max = EventLimits.NAME_CHARS_MAX) String name,

            @JsonPropertyDescription("Default: now.") @Nullable Instant occurredAt,

            @JsonPropertyDescription("Properties, at most 8 KiB.") @Nullable JsonObject properties) {}

    /** What {@code track_events} would answer. */
    public record EventValidation(
            @JsonPropertyDescription("Whether track_events would take it as good.")
            boolean valid,

            @JsonPropertyDescription("counted, quarantined or no.")
            EventStorage stored,

            @JsonPropertyDescription("Revision that checks it; 0: none.")
            int revision,

            @JsonPropertyDescription("What is wrong with it.")
            List<EventFault> faults) {}

    public static final ResourceOperations<EventDefinitionId, EventDefinition> DEFINITIONS = ResourceOperations.of(
                    EventDefinition.class, EventDefinitionId.class, "analytics", "event definitions")
            .at(ROUTE)
            .stored(table -> table.startingWith("classes", new JsonObject())
                    .startingWith("dimensions", List.of())
                    .startingWith("measures", List.of())
                    .startingWith("units", new JsonObject())
                    .startingWith("status", EventDefinition.Status.DRAFT)
                    .startingWith("revision", 0)
                    .startingWith("rehashing", List.of())
                    .listedWithout("schema")
                    .listedWithout("proposed")
                    .ruledBy(EventDefinition::faults));

    public static final Operation<NewEventDefinition, EventDefinition> CREATE = DEFINITIONS.create(
            NewEventDefinition.class,
            """
            {
              "plan_id": "tpl_01jg000000e008000000000001",
              "name": "Order Completed",
              "description": "An order was paid.",
              "schema": {
                "type": "object",
                "properties": {
                  "order_id": {"type": "string", "maxLength": 64},
                  "amount": {"type": "integer", "minimum": 0},
                  "country": {"type": "string", "pattern": "^[A-Z]{2}$"},
                  "email": {"type": "string", "format": "email"}
                },
                "required": ["order_id", "amount"]
              },
              "classes": {"email": "pii"},
              "dimensions": ["country"],
              "measures": ["amount"],
              "units": {"amount": "cents:EUR"}
            }
            """,
            "Proposes the shape of an event as a draft, which checks nothing until approve_event_definition.");

    public static final Operation<ListInput<EventDefinitionQuery>, Page<EventDefinition>> LIST =
            DEFINITIONS.list(EventDefinitionQuery.class, """
            {"limit": 10, "status": "approved"}
            """, "Returns definitions without schemas, newest first.");

    public static final Operation<Ref<EventDefinitionId>, EventDefinition> GET = DEFINITIONS.get();

    public static final Operation<EventDefinitionPatch, EventDefinition> UPDATE = DEFINITIONS.update(
            EventDefinitionPatch.class,
            "Changes only the fields you send. Of an approved definition, changes of what is checked are proposed until approved.");

    public static final Operation<Approval, EventDefinition> APPROVE =
            DEFINITIONS.add(Declaration.write("approve_event_definition", "event_definition")
                    .summary("Approve an event definition")
                    .description(
                            "Approves a draft definition, or the changes in its proposed. A conflict names the breaking ones; a property never changes its type.")
                    .app("POST", ROUTE + "/{id}/approve", scoped("analytics:write"))
                    .with(Trait.CONDITIONAL)
                    .event("event_definition.approved")
                    .takes(Approval.class)
                    .gives(EventDefinition.class));

    public static final Operation<Ref<EventDefinitionId>, EventDefinition> DEPRECATE = DEFINITIONS.action(
            "deprecate",
            "deprecated",
            "Deprecates a definition: its events still count, and are noted as deprecated.",
            (definition, _) -> Outcome.done(DefinitionRules.deprecated(definition)));

    public static final Operation<EventTrial, EventValidation> VALIDATE =
            DEFINITIONS.add(Declaration.read("validate_event", "event_definition")
                    .audited("validate_event")
                    .summary("Validate an event")
                    .description("Checks one event by the rules of track_events and stores nothing.")
                    .app("POST", "/v1/analytics/validate", scoped("analytics:read"))
                    .takes(EventTrial.class, """
                            {"name": "Order Completed", "properties": {"order_id": "4711", "amount": 4900, "country": "NO"}}
                            """)
                    .gives(EventValidation.class));

    private EventDefinitionOperations() {}
}
