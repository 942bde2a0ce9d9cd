package dev.tollgate.webhooks.intake;

import dev.tollgate.contract.caller.RequestId;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** The rows of intake: many events in a few statements. */
final class IntakeRows {

    private static final String EVENTS = """
            INSERT INTO webhooks.event (
                   id, workspace_id, tenant_id, type, made_at, request_id, resource_type, resource_id, version, body)
            SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::timestamptz[], $6::uuid[],
                                 $7::text[], $8::text[], $9::int8[], $10::bytea[])
            ON CONFLICT DO NOTHING
            """;

    /** Gives those that were not there yet. */
    private static final String DELIVERIES = """
            INSERT INTO webhooks.delivery (
                   workspace_id, event_id, endpoint_id, id, tenant_id, event_type, request_id, trigger, lane, version,
                   failure, status, next_attempt_at, lease_token, leased_until, made_at, settled_at)
            SELECT t.workspace_id, t.event_id, t.endpoint_id, t.id, t.tenant_id, t.type, t.request_id, 'scheduled',
                   t.lane, t.version, t.failure,
                   CASE t.way WHEN 'TAKEN' THEN 'delivering' WHEN 'TOO_LARGE' THEN 'failed' ELSE 'pending' END,
                   CASE WHEN t.way IN ('TAKEN', 'DUE', 'HELD') THEN now() END,
                   CASE WHEN t.way = 'TAKEN' THEN $12::uuid END,
                   CASE WHEN t.way = 'TAKEN' THEN now() + make_interval(secs => $13) END,
                   now(), CASE WHEN t.way = 'TOO_LARGE' THEN now() END
              FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::uuid[], $6::text[], $7::uuid[], $8::text[],
                          $9::int8[], $10::text[], $11::text[])
                       AS t (workspace_id, event_id, endpoint_id, id, tenant_id, type, request_id, lane, version,
                             failure, way)
            ON CONFLICT DO NOTHING
            RETURNING id
            """;

    /** Locks the lanes, and gives whose turn it is in each: the first of these where the lane was idle. */
    private static final String LANES = """
            INSERT INTO webhooks.lane AS l (workspace_id, endpoint_id, resource, head)
            SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::uuid[]) AS t (a, b, c, d)
             ORDER BY a, b, c
            ON CONFLICT (workspace_id, endpoint_id, resource) DO UPDATE SET head = l.head
            RETURNING endpoint_id, resource, head
            """;

    private IntakeRows() {}

    static void events(
            Transaction transaction, Collection<IncomingEvent> events, Function<IncomingEvent, byte[]> body) {
        var _ = transaction.query(
                EVENTS,
                Tuple.tuple()
                        .addArrayOfUUID(array(events, IncomingEvent::id, UUID[]::new))
                        .addArrayOfUUID(array(events, IntakeRows::workspace, UUID[]::new))
                        .addArrayOfUUID(array(events, one -> one.tenant().value(), UUID[]::new))
                        .addArrayOfString(array(events, IncomingEvent::type, String[]::new))
                        .addArrayOfOffsetDateTime(
                                array(events, one -> one.time().atOffset(ZoneOffset.UTC), OffsetDateTime[]::new))
                        .addArrayOfUUID(array(events, IntakeRows::request, UUID[]::new))
                        .addArrayOfString(array(events, IncomingEvent::resourceType, String[]::new))
                        .addArrayOfString(array(events, IncomingEvent::resourceId, String[]::new))
                        .addArrayOfLong(array(events, IncomingEvent::version, Long[]::new))
                        .addValue(array(events, one -> Buffer.buffer(body.apply(one)), Buffer[]::new)));
    }

    static Future<RowSet<Row>> deliveries(
            Transaction transaction, List<DeliveryDraft> drafts, UUID token, Duration lease) {
        return transaction.query(
                DELIVERIES,
                Tuple.tuple()
                        .addArrayOfUUID(array(drafts, one -> one.key().workspace(), UUID[]::new))
                        .addArrayOfUUID(array(drafts, one -> one.event().id(), UUID[]::new))
                        .addArrayOfUUID(array(drafts, one -> one.key().endpoint(), UUID[]::new))
                        .addArrayOfUUID(array(drafts, DeliveryDraft::id, UUID[]::new))
                        .addArrayOfUUID(
                                array(drafts, one -> one.endpoint().tenant().value(), UUID[]::new))
                        .addArrayOfString(array(drafts, one -> one.event().type(), String[]::new))
                        .addArrayOfUUID(array(drafts, one -> request(one.event()), UUID[]::new))
                        .addArrayOfString(array(drafts, DeliveryDraft::lane, String[]::new))
                        .addArrayOfLong(array(drafts, one -> one.event().version(), Long[]::new))
                        .addArrayOfString(array(drafts, DeliveryDraft::failure, String[]::new))
                        .addArrayOfString(
                                array(drafts, one -> one.initialState().name(), String[]::new))
                        .addUUID(token)
                        .addDouble(lease.toNanos() / 1e9));
    }

    static Future<RowSet<Row>> lanes(Transaction transaction, Collection<DeliveryDraft> firsts) {
        return transaction.query(
                LANES,
                Tuple.tuple()
                        .addArrayOfUUID(array(firsts, one -> one.key().workspace(), UUID[]::new))
                        .addArrayOfUUID(array(firsts, one -> one.key().endpoint(), UUID[]::new))
                        .addArrayOfString(array(firsts, DeliveryDraft::lane, String[]::new))
                        .addArrayOfUUID(array(firsts, one -> one.event().id(), UUID[]::new)));
    }

    private static @Nullable UUID workspace(IncomingEvent event) {
        var workspace = event.workspace();
        return workspace == null ? null : workspace.value();
    }

    private static @Nullable UUID request(IncomingEvent event) {
        RequestId request = event.request();
        return request == null ? null : request.value();
    }

    private static <T, R> R[] array(Collection<T> all, Function<T, @Nullable R> part, IntFunction<R[]> array) {
        return all.stream().map(part).toArray(array);
    }
}
