package dev.tollgate.modules.analytics;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.contract.caller.Caller;
import dev.tollgate.contract.operation.Conditions;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.modules.Desk;
import dev.tollgate.modules.analytics.definition.EventDefinition;
import dev.tollgate.modules.analytics.definition.EventDefinitionOperations;
import dev.tollgate.modules.analytics.definition.EventDefinitionOperations.Approval;
import dev.tollgate.modules.analytics.plan.TrackingPlan;
import dev.tollgate.modules.analytics.plan.TrackingPlanOperations;
import dev.tollgate.modules.analytics.violation.Violation;
import dev.tollgate.modules.analytics.violation.ViolationOperations;
import dev.tollgate.modules.analytics.violation.ViolationOperations.ViolationDecision;
import dev.tollgate.modules.bi.BiModule;
import dev.tollgate.modules.bi.event.EventRowMaintenance;
import dev.tollgate.modules.bi.event.TrackAnswer;
import dev.tollgate.modules.bi.event.TrackOperations;
import dev.tollgate.records.resource.Ref;
import dev.tollgate.runtime.json.Json;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** A workspace with both modules, called as callers would; JSON has apostrophes for quotation marks. */
public record Governed(Desk desk, Caller caller) {

    public static final String ORDER = """
            {'type': 'object',
             'properties': {
               'amount': {'type': 'integer', 'minimum': 0},
               'country': {'type': 'string', 'pattern': '^[A-Z]{2}$'},
               'email': {'type': 'string', 'format': 'email'},
               'token': {'type': 'string'}},
             'required': ['amount']}
            """;

    public static Desk open() {
        var desk = new Desk(
                List.of(new AnalyticsModule(EventRowMaintenance::new), new BiModule(StoredGovernance::new)), 12);
        // Sets the jobs of the installation.
        desk.runJobs();
        return desk;
    }

    public static Governed on(Desk desk) {
        return with(desk, Set.of("analytics", "bi"));
    }

    public static Governed with(Desk desk, Set<String> modules) {
        var stranger = desk.stranger();
        return new Governed(
                desk, new Caller(stranger.actor(), stranger.tenant(), stranger.workspace(), Set.of(), null, modules));
    }

    public <I, A> A done(Operation<I, A> operation, String input) {
        return desk.done(operation, caller, read(operation, input));
    }

    public static <I> I read(Operation<I, ?> operation, String input) {
        return Desk.decoded(operation, Json.read(input.replace('\'', '"'), ObjectNode.class));
    }

    public TrackingPlan plan(String more) {
        return done(TrackingPlanOperations.CREATE, "{'name': 'Plan " + UUID.randomUUID() + "'" + comma(more) + "}");
    }

    private static String comma(String more) {
        return more.isEmpty() ? "" : ", " + more;
    }

    public EventDefinition draft(TrackingPlan plan, String name, String schema, String more) {
        return done(
                EventDefinitionOperations.CREATE,
                "{'plan_id': '" + plan.id() + "', 'name': '" + name + "', 'schema': " + schema + comma(more) + "}");
    }

    public EventDefinition approved(TrackingPlan plan, String name, String schema, String more) {
        return approved(draft(plan, name, schema, more));
    }

    public EventDefinition approved(EventDefinition definition) {
        return desk.done(EventDefinitionOperations.APPROVE, caller, new Approval(definition.id(), null));
    }

    public EventDefinition edited(EventDefinition definition, String patch) {
        return done(EventDefinitionOperations.UPDATE, "{'id': '" + definition.id() + "', " + patch + "}");
    }

    public TrackingPlan edited(TrackingPlan plan, String patch) {
        return done(TrackingPlanOperations.UPDATE, "{'id': '" + plan.id() + "', " + patch + "}");
    }

    public EventDefinition read(EventDefinition definition) {
        return desk.done(EventDefinitionOperations.GET, caller, new Ref<>(definition.id()));
    }

    public String conflict(EventDefinition definition) {
        return desk.refusal(EventDefinitionOperations.APPROVE, caller, new Approval(definition.id(), null))
                        instanceof Refusal.Conflict(String detail)
                ? detail
                : "";
    }

    public TrackAnswer track(String events) {
        return done(TrackOperations.TRACK, "{'events': [" + events + "]}");
    }

    /** What has become of one event. */
    public TrackAnswer.Tracked tracked(String event) {
        return track(event).results().getFirst();
    }

    public Future<Outcome<TrackAnswer>> tracking(String events) {
        return desk.sent(
                TrackOperations.TRACK,
                caller,
                read(TrackOperations.TRACK, "{'events': [" + events + "]}"),
                Conditions.NONE);
    }

    public static String event(String name, String properties) {
        return "{'name': '" + name + "', 'properties': " + properties + "}";
    }

    public Violation read(TrackAnswer.Tracked tracked) {
        return desk.done(ViolationOperations.GET, caller, new Ref<>(tracked.violationId()));
    }

    public Violation read(Violation violation) {
        return desk.done(ViolationOperations.GET, caller, new Ref<>(violation.id()));
    }

    public Violation resolved(Violation violation, Violation.Resolution resolution) {
        return desk.done(ViolationOperations.RESOLVE, caller, new ViolationDecision(violation.id(), resolution, null));
    }

    public Future<Outcome<Violation>> resolving(Violation violation, Violation.Resolution resolution) {
        return desk.sent(
                ViolationOperations.RESOLVE,
                caller,
                new ViolationDecision(violation.id(), resolution, null),
                Conditions.NONE);
    }

    public List<String> events() {
        return desk.events(caller).stream().map(event -> event.type()).toList();
    }

    /** Properties of the stored rows of an event. */
    public List<String> rows(String name) {
        return rows("e.props::text", name);
    }

    public List<String> rows(String column, String name) {
        return desk.ownerRows("SELECT " + column
                + " FROM bi.event e JOIN bi.name n ON n.workspace_id = e.workspace_id AND n.no = e.name_no"
                + " WHERE e.workspace_id = '" + caller.workspaceId().value() + "' AND n.name = '" + name
                + "' ORDER BY e.received_at, e.key");
    }

    public long held() {
        return Long.parseLong(desk.ownerRows("SELECT count(*) FROM analytics.held_event WHERE workspace_id = '"
                        + caller.workspaceId().value() + "'")
                .getFirst());
    }

    public Instant now() {
        return desk.clock.instant();
    }
}
