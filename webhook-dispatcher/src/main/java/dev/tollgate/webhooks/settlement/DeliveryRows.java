package dev.tollgate.webhooks.settlement;

import dev.tollgate.runtime.ids.UuidOrder;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Deliveries whose lease ends: settled, to be tried again, or given back. Statements only. */
final class DeliveryRows {

    /** Returns the rows whose lease still held. */
    private static final String SETTLE = """
            UPDATE webhooks.delivery AS d
               SET status = t.status, failure = t.failure, attempt_count = d.attempt_count + 1,
                   last_status_code = t.code,
                   trigger = CASE WHEN d.trigger = 'manual' THEN 'scheduled' ELSE d.trigger END,
                   next_attempt_at = now() + make_interval(secs => t.pause), lease_token = NULL, leased_until = NULL, lost = 0,
                   settled_at = CASE WHEN t.pause IS NULL THEN now() END
              FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::text[], $7::float8[],
                          $8::int[])
                       AS t (event_id, endpoint_id, round, token, status, failure, pause, code)
             WHERE d.event_id = t.event_id AND d.endpoint_id = t.endpoint_id AND d.round = t.round
               AND d.lease_token = t.token AND d.event_id = ANY ($1) AND d.event_id BETWEEN $9 AND $10
            RETURNING d.id
            """;

    private static final String GIVE_BACK = """
            UPDATE webhooks.delivery AS d
               SET status = CASE WHEN d.attempt_count > 0 THEN 'retrying' ELSE 'pending' END,
                   next_attempt_at = now() + make_interval(secs => t.pause), lease_token = NULL, leased_until = NULL
              FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::float8[])
                       AS t (event_id, endpoint_id, round, token, pause)
             WHERE d.event_id = t.event_id AND d.endpoint_id = t.endpoint_id AND d.round = t.round
               AND d.lease_token = t.token AND d.event_id = ANY ($1) AND d.event_id BETWEEN $6 AND $7
            """;

    private DeliveryRows() {}

    static Future<RowSet<Row>> settle(Transaction transaction, List<AttemptOutcome> made) {
        var keys = of(made, one -> one.leased().key());
        return transaction.query(
                SETTLE,
                keyed(keys)
                        .addArrayOfUUID(tokens(of(made, AttemptOutcome::leased)))
                        .addArrayOfString(array(made, one -> one.next().status(), String[]::new))
                        .addArrayOfString(array(made, one -> one.next().failure(), String[]::new))
                        .addValue(array(made, one -> seconds(one.next().pause()), Double[]::new))
                        .addArrayOfInteger(array(made, one -> one.result().statusCode(), Integer[]::new))
                        .addUUID(least(keys))
                        .addUUID(greatest(keys)));
    }

    static Future<RowSet<Row>> giveBack(Transaction transaction, List<ReturnedDelivery> given) {
        var keys = of(given, one -> one.leased().key());
        return transaction.query(
                GIVE_BACK,
                keyed(keys)
                        .addArrayOfUUID(tokens(of(given, ReturnedDelivery::leased)))
                        .addValue(array(given, one -> seconds(one.pause()), Double[]::new))
                        .addUUID(least(keys))
                        .addUUID(greatest(keys)));
    }

    static <T, R> R[] array(Collection<T> all, Function<T, @Nullable R> part, IntFunction<R[]> array) {
        return all.stream().map(part).toArray(array);
    }

    static @Nullable Double seconds(@Nullable Duration pause) {
        return pause == null ? null : pause.toNanos() / 1e9;
    }

    static UUID least(List<LeasedDelivery.Key> keys) {
        return keys.stream()
                .map(LeasedDelivery.Key::event)
                .min(UuidOrder.BY_BYTES)
                .orElseThrow();
    }

    static UUID greatest(List<LeasedDelivery.Key> keys) {
        return keys.stream()
                .map(LeasedDelivery.Key::event)
                .max(UuidOrder.BY_BYTES)
                .orElseThrow();
    }

    private static <T, R> List<R> of(List<T> all, Function<T, R> part) {
        return all.stream().map(part).toList();
    }

    private static Tuple keyed(List<LeasedDelivery.Key> keys) {
        return Tuple.tuple()
                .addArrayOfUUID(array(keys, LeasedDelivery.Key::event, UUID[]::new))
                .addArrayOfUUID(array(keys, LeasedDelivery.Key::endpoint, UUID[]::new))
                .addArrayOfUUID(array(keys, LeasedDelivery.Key::round, UUID[]::new));
    }

    private static UUID[] tokens(List<LeasedDelivery> leased) {
        return array(leased, LeasedDelivery::token, UUID[]::new);
    }
}
