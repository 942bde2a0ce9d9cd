package dev.tollgate.modules.bi.query;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.contract.caller.Caller;
import dev.tollgate.contract.caller.Scope;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.outcome.FieldError;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.modules.Desk;
import dev.tollgate.modules.analytics.AnalyticsModule;
import dev.tollgate.modules.analytics.StoredGovernance;
import dev.tollgate.modules.analytics.definition.EventDefinitionOperations;
import dev.tollgate.modules.analytics.definition.EventDefinitionOperations.Approval;
import dev.tollgate.modules.analytics.plan.TrackingPlanOperations;
import dev.tollgate.modules.bi.BiModule;
import dev.tollgate.modules.bi.event.EventRowMaintenance;
import dev.tollgate.modules.bi.event.TrackOperations;
import dev.tollgate.modules.bi.event.TrackOperations.NewEvents;
import dev.tollgate.modules.bi.event.TrackedEvent;
import dev.tollgate.modules.bi.query.InsightOperations.AskedInsight;
import dev.tollgate.modules.bi.query.answer.Insight;
import dev.tollgate.modules.crm.CrmModule;
import dev.tollgate.modules.tracked.PropertyClass;
import dev.tollgate.runtime.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Queries on a desk with the modules crm, analytics and bi. */
public final class Questions implements AutoCloseable {

    public final Desk desk;

    public Questions() {
        this(QueryLimits.ofProduct());
    }

    /** The same with other limits. */
    public Questions(QueryLimits limits) {
        desk = new Desk(
                List.of(
                        new CrmModule(),
                        new AnalyticsModule(EventRowMaintenance::new),
                        new BiModule(StoredGovernance::new, limits)),
                8);
        // Sets the jobs of the installation.
        desk.runJobs();
    }

    /** A caller with a workspace of its own, and these scopes. */
    public Caller caller(String... scopes) {
        return with(desk.stranger(), scopes);
    }

    /** The same caller with these scopes. */
    public static Caller with(Caller caller, String... scopes) {
        var all = new HashSet<Scope>();
        for (var scope : scopes) {
            all.add(new Scope(scope));
        }
        return new Caller(
                caller.actor(),
                caller.tenant(),
                caller.workspace(),
                all,
                null,
                Set.of("bi", "crm", "analytics"),
                ZoneOffset.UTC);
    }

    public static JsonObject json(String text) {
        return Json.read(text.replace('\'', '"'), JsonObject.class);
    }

    public Insight ask(Caller caller, String query) {
        return desk.done(InsightOperations.QUERY, caller, new AskedInsight(json(query), null));
    }

    /** The same without what is kept. */
    public Insight fresh(Caller caller, String query) {
        return desk.done(InsightOperations.QUERY, caller, new AskedInsight(json(query), true));
    }

    public Refusal refusal(Caller caller, String query) {
        return desk.refusal(InsightOperations.QUERY, caller, new AskedInsight(json(query), true));
    }

    public List<FieldError> faults(Caller caller, String query) {
        return refusal(caller, query) instanceof Refusal.ValidationFailed(var faults) ? faults : List.of();
    }

    public static TrackedEvent event(String name, Instant at, @Nullable String actor, String properties) {
        return new TrackedEvent(name, null, at, actor, json(properties));
    }

    public void track(Caller caller, List<TrackedEvent> events) {
        for (int from = 0; from < events.size(); from += 500) {
            var some = new ArrayList<>(events.subList(from, Math.min(events.size(), from + 500)));
            var _ = desk.done(TrackOperations.TRACK, caller, new NewEvents(some));
        }
    }

    /** Defines an event, with cells of its dimensions and measures from now on. */
    public void define(
            Caller caller, String name, Map<String, String> types, List<String> dimensions, List<String> measures) {
        define(caller, name, types, Map.of(), dimensions, measures);
    }

    public void define(
            Caller caller,
            String name,
            Map<String, String> types,
            Map<String, PropertyClass> classes,
            List<String> dimensions,
            List<String> measures) {
        var plan = done(
                TrackingPlanOperations.CREATE,
                caller,
                new JsonObject().put("name", "Plan " + desk.ids.next()).put("enforcement", "observe"));
        var properties = new JsonObject();
        types.forEach((property, type) -> properties.put(property, new JsonObject().put("type", type)));
        var words = new JsonObject();
        classes.forEach((property, word) -> words.put(property, word.name().toLowerCase(Locale.ROOT)));
        var draft = done(
                EventDefinitionOperations.CREATE,
                caller,
                new JsonObject()
                        .put("plan_id", plan.id().text())
                        .put("name", name)
                        .put("schema", new JsonObject().put("type", "object").put("properties", properties))
                        .put("classes", words)
                        .put("dimensions", new JsonArray(dimensions))
                        .put("measures", new JsonArray(measures)));
        var _ = desk.done(EventDefinitionOperations.APPROVE, caller, new Approval(draft.id(), null));
        if (!classes.isEmpty()) {
            // Queries are refused until what is stored is hashed.
            desk.runJobs();
        }
    }

    private <I, A> A done(Operation<I, A> operation, Caller caller, JsonObject input) {
        return desk.done(operation, caller, Desk.decoded(operation, Json.read(input.encode(), ObjectNode.class)));
    }

    /** A caller with a defined event and so many orders of the last six days by five actors, in three plans. */
    Caller withOrders(int count) {
        var caller = caller("bi:read", "bi:write");
        define(
                caller,
                "order",
                Map.of("plan", "string", "amount", "number", "gift", "boolean"),
                List.of("plan"),
                List.of("amount"));
        var random = new Random(7);
        var plans = List.of("free", "team", "scale");
        var orders = IntStream.range(0, count)
                .mapToObj(_ -> event(
                        "order",
                        desk.clock.instant().minus(Duration.ofMinutes(1 + random.nextInt(6 * 24 * 60))),
                        "user " + random.nextInt(5),
                        "{'plan': '" + plans.get(random.nextInt(3)) + "', 'amount': " + random.nextInt(1_000) + "."
                                + random.nextInt(10) + ", 'gift': " + random.nextBoolean() + "}"))
                .toList();
        track(caller, orders);
        return caller;
    }

    /** Adds everything pending to cells. */
    public void fold() {
        desk.later(Duration.ofSeconds(3));
        desk.runJobs();
    }

    @Override
    public void close() {
        desk.close();
    }
}
