package dev.tollgate.webhooks.eventtype;

import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.outcome.NearestWord;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.records.PlatformContext;
import dev.tollgate.records.event.EventTypes;
import dev.tollgate.records.table.Cursors;
import dev.tollgate.records.table.PageSize;
import dev.tollgate.runtime.bus.OperationBus;
import dev.tollgate.webhooks.eventtype.EventTypeOperations.EventTypeQuery;
import dev.tollgate.webhooks.eventtype.EventTypeOperations.EventTypeRef;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Answers the operations on event types, from memory. */
public final class EventTypeQueries {

    private final EventTypes events;
    private final Cursors cursors;

    public EventTypeQueries(PlatformContext context) {
        this.events = context.events();
        this.cursors = context.cursors();
    }

    public void serve(OperationBus bus) {
        bus.serve(EventTypeOperations.LIST, call -> Future.succeededFuture(list(call)));
        bus.serve(EventTypeOperations.GET, call -> Future.succeededFuture(get(call)));
    }

    private Outcome<EventTypeShown> get(Call<EventTypeRef> call) {
        return events.named(call.input().type())
                .map(EventTypeShown::of)
                .map(Outcome::done)
                .orElseGet(() -> Outcome.refused(new Refusal.ResourceNotFound("There is no such event type."
                        + NearestWord.question(call.input().type(), events.all().keySet()))));
    }

    private Outcome<Page<EventTypeShown>> list(Call<EventTypeQuery> call) {
        var query = call.input();
        var filters = String.valueOf(query.module());
        var after = "";
        if (query.cursor() != null) {
            var position = cursors.position(call, filters, query.cursor());
            if (position.isEmpty()) {
                return Outcome.refused(Cursors.REFUSAL);
            }
            after = new String(position.get(), StandardCharsets.UTF_8);
        }
        int limit = PageSize.of(query.limit());
        var found = events.all().tailMap(after, false).values().stream()
                .filter(event -> query.module() == null || event.module().equals(query.module()))
                .limit(limit + 1L)
                .map(EventTypeShown::of)
                .toList();
        return Outcome.done(
                found.size() > limit ? page(call, filters, found.subList(0, limit)) : new Page<>(found, null));
    }

    private Page<EventTypeShown> page(Call<?> call, String filters, List<EventTypeShown> shown) {
        var last = shown.getLast().type().getBytes(StandardCharsets.UTF_8);
        return new Page<>(shown, cursors.at(call, filters, last));
    }
}
