package dev.tollgate.webhooks.eventtype;

import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.outcome.NearestWord;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.records.PlatformContext;
import dev.tollgate.records.event.EventTypes;
import dev.tollgate.records.page.Cursors;
import dev.tollgate.records.page.PageSize;
import dev.tollgate.records.work.Work;
import dev.tollgate.runtime.bus.OperationBus;
import dev.tollgate.webhooks.eventtype.EventTypeOperations.EventTypeQuery;
import dev.tollgate.webhooks.eventtype.EventTypeOperations.EventTypeRef;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Answers the reads of event types: the modules' from memory and, where the call is about a workspace, the registered
 * ones from its table.
 */
public final class EventTypeQueries {

    private static final String OF_WORKSPACE = "SELECT " + EventTypeShown.COLUMNS
            + " FROM webhooks.event_type WHERE workspace_id = $1 AND type IS NOT NULL";

    private static final String AFTER = OF_WORKSPACE + " AND type > $2 ORDER BY type LIMIT $3";
    private static final String ONE = OF_WORKSPACE + " AND type = $2";

    private final Work work;
    private final EventTypes events;
    private final Cursors cursors;

    public EventTypeQueries(PlatformContext context) {
        this.work = context.work();
        this.events = context.events();
        this.cursors = context.cursors();
    }

    public void serve(OperationBus bus) {
        bus.serve(EventTypeOperations.LIST, this::list);
        bus.serve(EventTypeOperations.GET, this::get);
    }

    private Future<Outcome<EventTypeShown>> get(Call<EventTypeRef> call) {
        var name = call.input().type();
        var declared = events.named(name);
        var workspace = call.caller().workspace();
        if (declared.isPresent() || workspace == null) {
            return Future.succeededFuture(
                    declared.map(EventTypeShown::of).map(Outcome::done).orElseGet(() -> missing(name)));
        }
        return work.readByKey(call, ONE, Tuple.of(workspace.value(), name))
                .map(rows -> shown(rows).stream().findFirst().map(Outcome::done).orElseGet(() -> missing(name)));
    }

    private Outcome<EventTypeShown> missing(String name) {
        return Outcome.refused(new Refusal.ResourceNotFound("There is no such event type."
                + NearestWord.question(name, events.all().keySet())));
    }

    private Future<Outcome<Page<EventTypeShown>>> list(Call<EventTypeQuery> call) {
        var query = call.input();
        var filters = String.valueOf(query.module());
        var after = "";
        if (query.cursor() != null) {
            var position = cursors.position(call, filters, query.cursor());
            if (position.isEmpty()) {
                return Future.succeededFuture(Outcome.refused(Cursors.REFUSAL));
            }
            after = new String(position.get(), StandardCharsets.UTF_8);
        }
        int limit = PageSize.of(query.limit());
        var declared = declared(query, after, limit);
        return registered(call, after, limit).map(registered -> {
            var found = Stream.concat(declared.stream(), registered.stream())
                    .sorted(Comparator.comparing(EventTypeShown::type))
                    .limit(limit + 1L)
                    .toList();
            return Outcome.done(
                    found.size() > limit ? page(call, filters, found.subList(0, limit)) : new Page<>(found, null));
        });
    }

    private List<EventTypeShown> declared(EventTypeQuery query, String after, int limit) {
        return events.all().tailMap(after, false).values().stream()
                .filter(event -> query.module() == null || event.module().equals(query.module()))
                .limit(limit + 1L)
                .map(EventTypeShown::of)
                .toList();
    }

    private Future<List<EventTypeShown>> registered(Call<EventTypeQuery> call, String after, int limit) {
        var module = call.input().module();
        var workspace = call.caller().workspace();
        if (workspace == null || (module != null && !module.equals(EventTypes.CUSTOM))) {
            return Future.succeededFuture(List.of());
        }
        return work.readPage(call, AFTER, Tuple.of(workspace.value(), after, limit + 1))
                .map(this::shown);
    }

    private List<EventTypeShown> shown(RowSet<Row> rows) {
        List<EventTypeShown> shown = new ArrayList<>(rows.size());
        for (var row : rows) {
            // A module of a newer release may declare what was registered before: then its type is the one there is.
            if (events.named(row.getString("type")).isEmpty()) {
                shown.add(EventTypeShown.of(row));
            }
        }
        return shown;
    }

    private Page<EventTypeShown> page(Call<?> call, String filters, List<EventTypeShown> shown) {
        var last = shown.getLast().type().getBytes(StandardCharsets.UTF_8);
        return new Page<>(shown, cursors.at(call, filters, last));
    }
}
