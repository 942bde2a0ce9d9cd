package dev.tollgate.billing.usage;

import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Sums of usage, kept in the transaction of the rows they sum. */
public final class UsageSums {

    private static final String ADD = """
            INSERT INTO billing.usage_sum AS s (
                   tenant_id, workspace_id, period, day, dimension, credential_id, module, surface, price_version,
                   calls, quantity, charge_micros)
            SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::int[], $4::date[], $5::text[], $6::text[], $7::text[],
                                 $8::text[], $9::text[], $10::bigint[], $11::bigint[], $12::bigint[])
            ON CONFLICT (tenant_id, workspace_id, day, dimension, credential_id, module, surface, price_version, period)
            DO UPDATE SET calls = s.calls + EXCLUDED.calls,
                          quantity = s.quantity + EXCLUDED.quantity,
                          charge_micros = s.charge_micros + EXCLUDED.charge_micros
            """;

    private record Key(
            UUID tenant,
            @Nullable UUID workspace,
            int period,
            LocalDate day,
            String dimension,
            String credential,
            String module,
            String surface,
            String priceVersion) {

        static Key of(MeteredCall call) {
            var facts = call.event().call();
            WorkspaceId workspace = facts.workspace();
            return new Key(
                    call.tenant().value(),
                    workspace == null ? null : workspace.value(),
                    call.period().number(),
                    call.day(),
                    call.event().charge().dimension(),
                    facts.actor().id(),
                    call.module(),
                    facts.surface().text(),
                    call.event().charge().priceVersion());
        }
    }

    private record Sum(long calls, long quantity, long micros) {

        static Sum of(MeteredCall call) {
            var charge = call.event().charge();
            return new Sum(1, charge.quantity(), charge.micros());
        }

        Sum plus(Sum other) {
            return new Sum(calls + other.calls, quantity + other.quantity, micros + other.micros);
        }
    }

    private UsageSums() {}

    /** Adds calls that have just been stored for the first time. */
    public static Future<Void> add(Transaction transaction, List<MeteredCall> calls) {
        if (calls.isEmpty()) {
            return Future.succeededFuture();
        }
        Map<Key, Sum> sums = new LinkedHashMap<>();
        calls.forEach(call -> sums.merge(Key.of(call), Sum.of(call), Sum::plus));
        return transaction.query(ADD, tuple(List.copyOf(sums.entrySet()))).mapEmpty();
    }

    private static Tuple tuple(List<Map.Entry<Key, Sum>> sums) {
        return Tuple.of(
                keys(sums, UUID[]::new, Key::tenant),
                keys(sums, UUID[]::new, Key::workspace),
                keys(sums, Integer[]::new, Key::period),
                keys(sums, LocalDate[]::new, Key::day),
                keys(sums, String[]::new, Key::dimension),
                keys(sums, String[]::new, Key::credential),
                keys(sums, String[]::new, Key::module),
                keys(sums, String[]::new, Key::surface),
                keys(sums, String[]::new, Key::priceVersion),
                values(sums, Sum::calls),
                values(sums, Sum::quantity),
                values(sums, Sum::micros));
    }

    private static <T> T[] keys(
            List<Map.Entry<Key, Sum>> sums, IntFunction<T[]> array, Function<Key, @Nullable T> cell) {
        return sums.stream().map(sum -> cell.apply(sum.getKey())).toArray(array);
    }

    private static Long[] values(List<Map.Entry<Key, Sum>> sums, Function<Sum, Long> cell) {
        return sums.stream().map(sum -> cell.apply(sum.getValue())).toArray(Long[]::new);
    }
}
