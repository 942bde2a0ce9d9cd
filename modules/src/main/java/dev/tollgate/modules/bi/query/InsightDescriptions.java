package dev.tollgate.modules.bi.query;

import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.modules.bi.cell.CellAnswer;
import dev.tollgate.modules.bi.event.EventStore;
import dev.tollgate.modules.bi.name.EventName;
import dev.tollgate.modules.bi.query.answer.Insight;
import dev.tollgate.modules.bi.query.answer.Insight.Description;
import dev.tollgate.modules.bi.query.grammar.InsightQuery;
import dev.tollgate.modules.bi.query.grammar.InsightSource;
import dev.tollgate.modules.bi.query.source.InsightSources;
import dev.tollgate.modules.bi.query.source.ResolvedSource;
import dev.tollgate.modules.bi.query.source.SavedQueries;
import dev.tollgate.modules.bi.query.source.SourceFields;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Tells what can be asked. One per event loop. */
final class InsightDescriptions {

    /** Events that a description lists. */
    static final int EVENTS_MAX = 200;

    private static final int VALUES_MAX = 5;
    private static final Duration TOP_OF = Duration.ofDays(7);

    private static final List<String> EXAMPLES = List.of("""
            {"source": {"event": "*"}, "dimensions": ["name"], "time": {"last": {"n": 30, "unit": "day"}, "grain": "day"}}
            """, """
            {"source": {"record": "crm.deal"}, "measures": [{"op": "sum", "of": "amount_cents"}],
             "dimensions": ["currency"], "filters": [{"field": "status", "op": "eq", "value": "won"}],
             "time": {"last": {"n": 2, "unit": "quarter"}, "grain": "month", "field": "closed_at"},
             "compare": "previous_year"}
            """, """
            {"funnel": {"steps": [{"event": "signup completed"}, {"event": "plan chosen"}], "window": {"n": 7, "unit": "day"}},
             "time": {"last": {"n": 30, "unit": "day"}}}
            """, """
            {"retention": {"start": "signup completed", "return": "page viewed", "grain": "week", "periods": 8},
             "time": {"last": {"n": 8, "unit": "week"}}}
            """);

    private final InsightSources sources;
    private final EventStore store;
    private final SavedQueries saved;
    private final InstantSource clock;

    InsightDescriptions(InsightSources sources, EventStore store, SavedQueries saved, InstantSource clock) {
        this.sources = sources;
        this.store = store;
        this.saved = saved;
        this.clock = clock;
    }

    Future<Outcome<Insight>> describe(Call<?> call, InsightQuery.Describe asked) {
        var name = asked.name();
        if (name == null) {
            return all(call).map(Outcome::done);
        }
        var source = asked.event() ? new InsightSource.Events(List.of(name)) : new InsightSource.Records(name);
        return sources.find(call, source, Set.of()).compose(found -> found.then(resolved -> described(call, resolved)));
    }

    private Future<Outcome<Insight>> described(Call<?> call, ResolvedSource source) {
        return topValues(call, source)
                .map(top -> Outcome.done(described(new Description(
                        InsightOperations.GRAMMAR,
                        List.of(),
                        List.copyOf(source.fields().byName().values()),
                        top,
                        List.of()))));
    }

    private Insight described(Description description) {
        return Insight.described(description, clock.instant());
    }

    private Future<Insight> all(Call<?> call) {
        return Future.all(store.names(call, Set.of()), saved.datasets(call)).map(all -> {
            var listed = new ArrayList<JsonObject>();
            all.<Map<String, EventName>>resultAt(0).keySet().stream()
                    .limit(EVENTS_MAX)
                    .forEach(name -> listed.add(new JsonObject().put("event", name)));
            sources.readable(call).forEach(name -> listed.add(new JsonObject().put("record", name)));
            listed.addAll(all.<List<JsonObject>>resultAt(1));
            return described(new Description(
                    InsightOperations.GRAMMAR,
                    listed,
                    List.of(),
                    new JsonObject(),
                    EXAMPLES.stream().map(JsonObject::new).toList()));
        });
    }

    /** From cells: values of the declared dimensions of the one event. */
    private Future<JsonObject> topValues(Call<?> call, ResolvedSource source) {
        var event = source instanceof ResolvedSource.Events events
                ? events.stored().values().stream().findFirst()
                : Optional.<EventName>empty();
        if (event.isEmpty()) {
            return Future.succeededFuture(new JsonObject());
        }
        var end = clock.instant().truncatedTo(ChronoUnit.HOURS).plus(1, ChronoUnit.HOURS);
        var shown = event.get().dimensions().stream()
                .filter(dimension -> isShown(source, dimension))
                .toList();
        return store.cells(call, event.get().name(), List.of(end.minus(TOP_OF), end), shown)
                .map(InsightDescriptions::topValues);
    }

    private static boolean isShown(ResolvedSource source, String dimension) {
        var field = source.fields().find(SourceFields.PROPERTIES + dimension);
        return field != null && field.restriction() == null;
    }

    private static JsonObject topValues(Map<String, CellAnswer> answers) {
        var top = new JsonObject();
        new TreeMap<>(answers).forEach((dimension, answer) -> {
            if (answer instanceof CellAnswer.Exact(var totals)) {
                Map<String, Long> counts = new HashMap<>();
                totals.forEach(one -> count(counts, one.value(), one.events()));
                top.put(SourceFields.PROPERTIES + dimension, most(counts));
            }
        });
        return top;
    }

    private static void count(Map<String, Long> counts, @Nullable String value, long events) {
        if (value != null) {
            counts.merge(value, events, Long::sum);
        }
    }

    private static JsonArray most(Map<String, Long> counts) {
        var values = new JsonArray();
        counts.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(VALUES_MAX)
                .forEach(entry -> values.add(entry.getKey()));
        return values;
    }
}
