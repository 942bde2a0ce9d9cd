package dev.tollgate.billing.usage;

import dev.tollgate.contract.caller.RequestId;
import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.money.rating.Period;
import dev.tollgate.money.usage.UsageEventId;
import dev.tollgate.records.audit.chain.Chain;
import dev.tollgate.records.call.CallQuery;
import dev.tollgate.records.call.CallReach;
import dev.tollgate.records.call.CallStore;
import dev.tollgate.records.call.CallWords;
import dev.tollgate.records.call.StoredCall;
import dev.tollgate.records.page.Cursors;
import dev.tollgate.records.page.KeysetPages;
import dev.tollgate.records.work.Work;
import dev.tollgate.runtime.postgres.TimeColumn;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Shows the metered calls of a workspace: those of segments, and those that were booked one by one before there were
 * segments. Times are those in the events' ids, so a span reads only its own days.
 */
public final class UsageEvents {

    private static final String PAGE = """
            SELECT id, request_id, client_request_id, at, period, credential_id, surface, operation, module, dimension,
                   quantity, price_version, charge_micros, recorded_at
              FROM billing.usage_event
             WHERE workspace_id = $1
               AND ($2::uuid IS NULL OR id < $2)
               AND ($3::timestamptz IS NULL OR id >= billing.least_id($3))
               AND ($4::timestamptz IS NULL OR id < billing.least_id($4))
               AND ($5::uuid IS NULL OR request_id = $5)
               AND ($6::text IS NULL OR client_request_id = $6)
               AND ($7::text IS NULL OR dimension = $7)
             ORDER BY id DESC
             LIMIT $8
            """;

    private final Work work;
    private final KeysetPages pages;

    private final UnaryOperator<String> modules;

    /** @param modules the module of an operation */
    public UsageEvents(Work work, Cursors cursors, UnaryOperator<String> modules) {
        this.work = work;
        this.pages = new KeysetPages(cursors);
        this.modules = modules;
    }

    /** Newest first. */
    public Future<Outcome<Page<UsageEvent>>> list(Call<UsageEventPage> call) {
        return call.input().leavesOut() || call.conditions().table()
                ? work.limitedList(call, () -> page(call, call.input()))
                : page(call, call.input());
    }

    private Future<Outcome<Page<UsageEvent>>> page(Call<UsageEventPage> call, UsageEventPage wanted) {
        return pages.partial(
                call,
                new KeysetPages.Wanted(wanted.filters(), wanted.cursor(), wanted.limit()),
                UsageEvents::id,
                _ -> 0,
                (before, count) -> {
                    var ofRows = work.read(call, PAGE, arguments(call, before, count))
                            .map(rows -> KeysetPages.items(rows, UsageEvents::event));
                    var ofSegments = calls(call, before, count);
                    return Future.all(ofRows, ofSegments)
                            .map(_ -> ofSegments.result().with(ofRows.result(), UsageEvents::id, count));
                });
    }

    private static UUID id(UsageEvent event) {
        return event.id().value();
    }

    private Future<KeysetPages.Partial<UsageEvent>> calls(Call<UsageEventPage> call, @Nullable UUID last, int count) {
        var wanted = call.input();
        var chain = Chain.of(call.caller());
        var request = wanted.requestId();
        var dimension = wanted.dimension();
        var reach = CallReach.of(call.conditions().table(), wanted.leavesOut());
        var store = new CallStore((sql, args) -> work.read(call, sql, args), call.listener());
        var query = (request == null ? CallQuery.of(chain) : CallQuery.ofRequest(chain, request))
                .from(wanted.from())
                .to(wanted.to())
                .before(last)
                .having(
                        dimension == null ? null : CallWords.dimension(dimension),
                        event -> event.charge().dimension().equals(dimension));
        var client = wanted.clientRequestId();
        var found =
                client == null ? store.page(query, count, reach) : store.ofClientRequest(query, client, count, reach);
        return found.map(page ->
                new KeysetPages.Partial<>(page.calls().stream().map(this::event).toList(), page.readTo()));
    }

    private UsageEvent event(StoredCall stored) {
        var event = stored.event();
        var facts = event.call();
        var charge = event.charge();
        return new UsageEvent(
                new UsageEventId(event.id()),
                facts.requestId(),
                facts.clientRequestId(),
                facts.time(),
                stored.period().toString(),
                facts.actor().id(),
                facts.surface().text(),
                facts.operation(),
                modules.apply(facts.operation()),
                charge.dimension(),
                charge.quantity(),
                charge.priceVersion(),
                charge.micros(),
                stored.recordedAt());
    }

    private static Tuple arguments(Call<UsageEventPage> call, @Nullable UUID last, int limit) {
        var wanted = call.input();
        var request = wanted.requestId();
        return Tuple.of(
                call.caller().workspaceId().value(),
                last,
                TimeColumn.argument(wanted.from()),
                TimeColumn.argument(wanted.to()),
                request == null ? null : request.value(),
                wanted.clientRequestId(),
                wanted.dimension(),
                (long) limit);
    }

    private static UsageEvent event(Row row) {
        return new UsageEvent(
                new UsageEventId(row.getUUID("id")),
                new RequestId(row.getUUID("request_id")),
                row.getString("client_request_id"),
                row.getOffsetDateTime("at").toInstant(),
                new Period(row.getInteger("period")).toString(),
                row.getString("credential_id"),
                row.getString("surface"),
                row.getString("operation"),
                row.getString("module"),
                row.getString("dimension"),
                row.getLong("quantity"),
                row.getString("price_version"),
                row.getLong("charge_micros"),
                row.getOffsetDateTime("recorded_at").toInstant());
    }
}
