package dev.tollgate.webhooks.settlement;

import static dev.tollgate.webhooks.settlement.DeliveryRows.array;

import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The rows of attempts. The same attempt is stored once, however often its transaction is tried. */
final class AttemptRows {

    private static final String INSERT = """
            INSERT INTO webhooks.attempt (
                   workspace_id, id, delivery_id, event_id, endpoint_id, number, trigger, started_at, dns_micros,
                   connect_micros, tls_micros, first_byte_micros, total_micros, address, status_code, error_class,
                   response_head, key_ids, charged_micros, next_attempt_at)
            SELECT t.workspace_id, t.id, t.delivery_id, t.event_id, t.endpoint_id, t.number, t.trigger, t.started_at,
                   t.dns, t.connect, t.tls, t.first_byte, t.total, t.address, t.status, t.error, t.head,
                   string_to_array(t.keys, ' '), t.charged, now() + make_interval(secs => t.pause)
              FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::uuid[], $6::int[], $7::text[],
                          $8::timestamptz[], $9::int8[], $10::int8[], $11::int8[], $12::int8[], $13::int8[],
                          $14::text[], $15::int[], $16::text[], $17::text[], $18::text[], $19::int8[], $20::float8[])
                       AS t (workspace_id, id, delivery_id, event_id, endpoint_id, number, trigger, started_at, dns,
                             connect, tls, first_byte, total, address, status, error, head, keys, charged, pause)
            ON CONFLICT DO NOTHING
            RETURNING id
            """;

    private AttemptRows() {}

    /** The ids of those that were not stored before. */
    static Future<Set<UUID>> insert(Transaction transaction, List<AttemptOutcome> made) {
        var row = Tuple.tuple();
        keys(row, made);
        timings(row, made);
        answer(row, made);
        return transaction.query(INSERT, row).map(stored -> {
            Set<UUID> ids = new HashSet<>();
            stored.forEach(one -> ids.add(one.getUUID("id")));
            return ids;
        });
    }

    private static void keys(Tuple row, List<AttemptOutcome> made) {
        row.addArrayOfUUID(array(made, one -> one.leased().key().workspace(), UUID[]::new))
                .addArrayOfUUID(array(made, AttemptOutcome::attemptId, UUID[]::new))
                .addArrayOfUUID(array(made, one -> one.leased().id(), UUID[]::new))
                .addArrayOfUUID(array(made, one -> one.leased().key().event(), UUID[]::new))
                .addArrayOfUUID(array(made, one -> one.leased().key().endpoint(), UUID[]::new))
                .addArrayOfInteger(array(made, AttemptOutcome::number, Integer[]::new))
                .addArrayOfString(array(made, one -> one.leased().trigger(), String[]::new))
                .addArrayOfOffsetDateTime(
                        array(made, one -> one.result().startedAt().atOffset(ZoneOffset.UTC), OffsetDateTime[]::new));
    }

    private static void timings(Tuple row, List<AttemptOutcome> made) {
        row.addArrayOfLong(array(made, one -> one.result().timings().dnsMicros(), Long[]::new))
                .addArrayOfLong(array(made, one -> one.result().timings().connectMicros(), Long[]::new))
                .addArrayOfLong(array(made, one -> one.result().timings().tlsMicros(), Long[]::new))
                .addArrayOfLong(array(made, one -> one.result().timings().firstByteMicros(), Long[]::new))
                .addArrayOfLong(array(made, one -> one.result().timings().totalMicros(), Long[]::new));
    }

    private static void answer(Tuple row, List<AttemptOutcome> made) {
        row.addArrayOfString(array(made, one -> one.result().address(), String[]::new))
                .addArrayOfInteger(array(made, one -> one.result().statusCode(), Integer[]::new))
                .addArrayOfString(array(made, one -> one.result().errorClass(), String[]::new))
                .addArrayOfString(array(made, one -> storable(one.result().responseHead()), String[]::new))
                .addArrayOfString(
                        array(made, one -> String.join(" ", one.result().keyIds()), String[]::new))
                .addArrayOfLong(array(made, one -> one.charge().micros(), Long[]::new))
                .addValue(array(made, one -> DeliveryRows.seconds(one.next().pause()), Double[]::new));
    }

    /** PostgreSQL has no character 0. */
    private static @Nullable String storable(@Nullable String text) {
        return text == null ? null : text.replace('\0', '?');
    }
}
