package dev.tollgate.modules.bi.query;

import dev.tollgate.contract.caller.Caller;
import dev.tollgate.contract.caller.Scope;
import dev.tollgate.contract.outcome.FieldError;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.modules.Desk;
import dev.tollgate.modules.bi.BiModule;
import dev.tollgate.modules.bi.event.TrackOperations;
import dev.tollgate.modules.bi.event.TrackOperations.NewEvents;
import dev.tollgate.modules.bi.event.TrackedEvent;
import dev.tollgate.modules.bi.query.InsightOperations.AskedInsight;
import dev.tollgate.modules.crm.CrmModule;
import dev.tollgate.modules.tracked.DefinedEvent;
import dev.tollgate.modules.tracked.PropertyClass;
import dev.tollgate.runtime.json.Json;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Queries on a desk with the modules bi and crm. */
public final class Questions implements AutoCloseable {

    public final PlannedEvents planned = new PlannedEvents();
    public final Desk desk;

    public Questions() {
        desk = new Desk(List.of(new CrmModule(), new BiModule(_ -> planned)), 8);
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
        planned.definitions.put(
                name,
                new DefinedEvent(
                        name,
                        1,
                        types,
                        classes,
                        dimensions,
                        measures,
                        Map.of("amount", "cents:USD"),
                        Set.of(),
                        ZoneOffset.UTC));
        desk.owner("INSERT INTO bi.shape (workspace_id, name, dimensions, measures) VALUES ('"
                + caller.workspaceId().value() + "', '" + name + "', '{" + String.join(",", dimensions) + "}', '{"
                + String.join(",", measures) + "}')");
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
