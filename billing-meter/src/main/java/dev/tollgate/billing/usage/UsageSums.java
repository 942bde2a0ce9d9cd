package dev.tollgate.billing.usage;

import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Sums of usage, kept in the transaction of the rows they sum. */
public final class UsageSums {

    private static final String COLUMNS = """
            tenant_id, workspace_id, period, day, dimension, credential_id, module, surface, price_version, calls, \
            quantity, charge_micros""";

    private static final String ADDED = """
            unnest($1::uuid[], $2::uuid[], $3::int[], $4::date[], $5::text[], $6::text[], $7::text[], $8::text[],
                   $9::text[], $10::bigint[], $11::bigint[], $12::bigint[])""";

    private static final String ADD = """
            ON CONFLICT (tenant_id, workspace_id, day, dimension, credential_id, module, surface, price_version, period)
            DO UPDATE SET calls = s.calls + EXCLUDED.calls,
                          quantity = s.quantity + EXCLUDED.quantity,
                          charge_micros = s.charge_micros + EXCLUDED.charge_micros
            """;

    private static final String OF_TENANTS =
            "INSERT INTO billing.usage_sum AS s (" + COLUMNS + ") SELECT * FROM " + ADDED + " " + ADD;

    /**
     * Those that exist are updated without a lock of their own: the accounts are locked. Of workspaces only, since the
     * index finds no null.
     */
    private static final String OF_WORKSPACES =
            "WITH added AS (SELECT * FROM " + ADDED + """
             WITH ORDINALITY AS t (""" + COLUMNS + """
            , place)), updated AS (
                UPDATE billing.usage_sum AS s
                   SET calls = s.calls + a.calls, quantity = s.quantity + a.quantity,
                       charge_micros = s.charge_micros + a.charge_micros
                  FROM added AS a
                 WHERE s.tenant_id = a.tenant_id AND s.workspace_id = a.workspace_id AND s.day = a.day
                   AND s.dimension = a.dimension AND s.credential_id = a.credential_id AND s.module = a.module
                   AND s.surface = a.surface AND s.price_version = a.price_version AND s.period = a.period
                RETURNING a.place)
            INSERT INTO billing.usage_sum AS s (""" + COLUMNS + ") SELECT " + COLUMNS + """
             FROM added WHERE place NOT IN (SELECT place FROM updated)
            """ + ADD;

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
        var byPlace = sums.entrySet().stream()
                .collect(Collectors.partitioningBy(sum -> sum.getKey().workspace() != null));
        return Future.all(
                        add(transaction, OF_WORKSPACES, Objects.requireNonNull(byPlace.get(true))),
                        add(transaction, OF_TENANTS, Objects.requireNonNull(byPlace.get(false))))
                .mapEmpty();
    }

    private static Future<?> add(Transaction transaction, String sql, List<Map.Entry<Key, Sum>> sums) {
        return sums.isEmpty() ? Future.succeededFuture() : transaction.query(sql, tuple(sums));
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
