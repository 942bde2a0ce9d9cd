package dev.tollgate.billing.usage;

import dev.tollgate.contract.caller.Id;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** The rows of usage events. A row is what makes an event count once. */
public final class UsageRows {

    private static final String INSERT = """
            INSERT INTO billing.usage_event (
                   id, tenant_id, workspace_id, request_id, client_request_id, at, period, credential_id, surface,
                   operation, module, dimension, quantity, price_version, charge_micros, inc, bucket,
                   batch_id, recorded_at)
            SELECT e.*, $18, $19
              FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::timestamptz[], $7::int[],
                          $8::text[], $9::text[], $10::text[], $11::text[], $12::text[], $13::bigint[], $14::text[],
                          $15::bigint[], $16::bigint[], $17::bigint[]) AS e
            ON CONFLICT (id) DO NOTHING
            RETURNING id
            """;

    private UsageRows() {}

    /** Stores the calls; gives those that were not there before, in their order. */
    public static Future<List<MeteredCall>> insert(
            Transaction transaction, List<MeteredCall> calls, UUID batch, Instant now) {
        if (calls.isEmpty()) {
            return Future.succeededFuture(List.of());
        }
        return transaction.query(INSERT, tuple(calls, batch, now)).map(rows -> {
            Set<UUID> inserted = new HashSet<>();
            rows.forEach(row -> inserted.add(row.getUUID("id")));
            return calls.stream()
                    .filter(call -> inserted.remove(call.event().id()))
                    .toList();
        });
    }

    private static Tuple tuple(List<MeteredCall> calls, UUID batch, Instant now) {
        return Tuple.of(
                column(calls, UUID[]::new, call -> call.event().id()),
                column(calls, UUID[]::new, call -> tenant(call).value()),
                column(calls, UUID[]::new, call -> value(call.event().call().workspace())),
                column(
                        calls,
                        UUID[]::new,
                        call -> call.event().call().requestId().value()),
                column(calls, String[]::new, call -> call.event().call().clientRequestId()),
                column(
                        calls,
                        OffsetDateTime[]::new,
                        call -> utc(call.event().call().time())),
                column(calls, Integer[]::new, call -> call.period().number()),
                column(calls, String[]::new, call -> call.event().call().actor().id()),
                column(
                        calls,
                        String[]::new,
                        call -> call.event().call().surface().text()),
                column(calls, String[]::new, call -> call.event().call().operation()),
                column(calls, String[]::new, MeteredCall::module),
                column(calls, String[]::new, call -> call.event().charge().dimension()),
                column(calls, Long[]::new, call -> call.event().charge().quantity()),
                column(calls, String[]::new, call -> call.event().charge().priceVersion()),
                column(calls, Long[]::new, call -> call.event().charge().micros()),
                column(calls, Long[]::new, MeteredCall::inc),
                column(calls, Long[]::new, MeteredCall::bucket),
                batch,
                utc(now));
    }

    static TenantId tenant(MeteredCall call) {
        return Objects.requireNonNull(call.event().call().tenant(), "a usage event has a tenant");
    }

    static <T> T[] column(List<MeteredCall> calls, IntFunction<T[]> array, Function<MeteredCall, @Nullable T> cell) {
        return calls.stream().map(cell).toArray(array);
    }

    private static @Nullable UUID value(@Nullable Id id) {
        return id == null ? null : id.value();
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
