package dev.tollgate.billing.usage;

import dev.tollgate.contract.caller.RequestId;
import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.money.rating.Period;
import dev.tollgate.records.table.Cursors;
import dev.tollgate.records.table.KeysetPages;
import dev.tollgate.records.work.Work;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Shows the metered calls of a workspace. Times are those in the events' ids, so a span reads only its own days. */
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

    public UsageEvents(Work work, Cursors cursors) {
        this.work = work;
        this.pages = new KeysetPages(cursors);
    }

    /** Newest first. */
    public Future<Outcome<Page<UsageEvent>>> list(Call<UsageEventPage> call) {
        var wanted = call.input();
        return pages.page(
                call,
                new KeysetPages.Wanted(wanted.filters(), wanted.cursor(), wanted.limit()),
                UsageEvent::id,
                (before, count) -> work.read(call, PAGE, arguments(call, before, count))
                        .map(rows -> KeysetPages.items(rows, UsageEvents::event)));
    }

    private static Tuple arguments(Call<UsageEventPage> call, @Nullable UUID last, int limit) {
        var wanted = call.input();
        var request = wanted.requestId();
        return Tuple.of(
                call.caller().workspaceId().value(),
                last,
                utc(wanted.from()),
                utc(wanted.to()),
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

    private static @Nullable OffsetDateTime utc(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }
}
