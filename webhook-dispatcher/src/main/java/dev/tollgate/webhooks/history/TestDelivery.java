package dev.tollgate.webhooks.history;

import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.records.event.EventType;
import dev.tollgate.records.work.Change;
import dev.tollgate.records.work.RecordChange;
import dev.tollgate.runtime.postgres.Transaction;
import dev.tollgate.webhooks.intake.EventBody;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Tuple;
import java.time.ZoneOffset;
import java.util.Objects;

/** An event that never happened, to one endpoint only: it lies in a round of its own, named by the delivery. */
public final class TestDelivery {

    private static final String RESOURCE = "webhook_delivery";

    private static final String INSERT_EVENT = """
            INSERT INTO webhooks.event (workspace_id, id, type, made_at, request_id, resource_type, resource_id, version, body)
            VALUES ($1, $2, $3, $4, $5, $6, $7, 1, $8)
            """;

    private static final String INSERT_DELIVERY = """
            INSERT INTO webhooks.delivery
                   (workspace_id, event_id, endpoint_id, round, id, event_type, request_id, trigger, status, next_attempt_at, made_at)
            VALUES ($1, $2, $3, $4, $4, $5, $6, 'test', 'pending', $7, $7)
            """;

    private TestDelivery() {}

    /** Makes the event of a type's example, and the delivery of it, due now. */
    public static Future<Outcome<Change<WebhookDelivery>>> made(
            Transaction tx, WebhookDelivery delivery, EventType type) {
        var workspace = delivery.workspaceId();
        var request = Objects.requireNonNull(delivery.requestId(), "somebody has asked for it");
        var madeAt = delivery.createdAt().atOffset(ZoneOffset.UTC);
        var body = EventBody.of(
                delivery.eventId(),
                type.type(),
                delivery.createdAt(),
                workspace,
                request,
                type.example().toBuffer().getBytes());
        var event = tx.query(
                INSERT_EVENT,
                Tuple.of(workspace.value(), delivery.eventId().value(), type.type())
                        .addOffsetDateTime(madeAt)
                        .addUUID(request.value())
                        .addString(type.resource())
                        .addString(delivery.eventId().text())
                        .addBuffer(Buffer.buffer(body)));
        var row = tx.query(
                INSERT_DELIVERY,
                Tuple.of(
                                workspace.value(),
                                delivery.eventId().value(),
                                delivery.webhookId().value())
                        .addUUID(delivery.id().value())
                        .addString(type.type())
                        .addUUID(request.value())
                        .addOffsetDateTime(madeAt));
        DispatcherWakeup.endpoint(tx, workspace, delivery.webhookId());
        var told = new RecordChange(RESOURCE, null, null, delivery);
        return Future.all(event, row).map(_ -> Outcome.done(Change.of(delivery, told)));
    }
}
