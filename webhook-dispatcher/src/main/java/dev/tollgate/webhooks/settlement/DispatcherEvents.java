package dev.tollgate.webhooks.settlement;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.event.DomainEvent;
import dev.tollgate.contract.event.Topics;
import dev.tollgate.records.event.DeliveryId;
import dev.tollgate.records.work.DomainEventJson;
import dev.tollgate.runtime.ids.IdSource;
import dev.tollgate.runtime.json.Json;
import dev.tollgate.runtime.kafka.Partitioner;
import dev.tollgate.runtime.outbox.Outbox;
import dev.tollgate.runtime.postgres.Transaction;
import dev.tollgate.webhooks.DeliveryFailure;
import dev.tollgate.webhooks.EndpointCondition;
import dev.tollgate.webhooks.EndpointPaused;
import dev.tollgate.webhooks.EventId;
import dev.tollgate.webhooks.WebhookId;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.time.InstantSource;
import java.util.Objects;
import java.util.UUID;

/**
 * Domain events of the dispatcher, to which webhooks may subscribe. Deliveries of these events raise no further events,
 * which prevents loops.
 */
public final class DispatcherEvents {

    private static final String PREFIX = "webhook.";

    private final IdSource ids;
    private final InstantSource clock;
    private final int slices;

    public DispatcherEvents(IdSource ids, InstantSource clock, int slices) {
        this.ids = ids;
        this.clock = clock;
        this.slices = slices;
    }

    /** Whether a delivery of this type may raise a notice. */
    static boolean tells(String eventType) {
        return !eventType.startsWith(PREFIX);
    }

    /** An endpoint fails, is disabled or has recovered; gives the slice to wake. */
    int endpoint(Transaction transaction, String type, HealthRows.EndpointHealth health, Row endpoint) {
        var webhook = new WebhookId(health.endpoint());
        var condition = new EndpointCondition(
                webhook,
                endpoint.getString("name"),
                endpoint.getString("url"),
                endpoint.getString("status"),
                endpoint.getString("status_reason"),
                health.failingSince(),
                health.failedAttempts());
        return insert(
                transaction,
                new DomainEvent(
                        ids.next(),
                        PREFIX + type,
                        clock.instant(),
                        new TenantId(health.tenant()),
                        new WorkspaceId(health.workspace()),
                        null,
                        "webhook",
                        webhook.text(),
                        endpoint.getLong("version"),
                        data(condition)));
    }

    /** An endpoint was paused because its holder lost access; gives the slice to wake. */
    int paused(Transaction transaction, LostAccess.Lost lost, Row endpoint) {
        var webhook = new WebhookId(lost.endpoint());
        var told = new EndpointPaused(
                webhook,
                endpoint.getString("name"),
                endpoint.getString("url"),
                endpoint.getString("status"),
                endpoint.getString("status_reason"),
                lost.holder().kind().text(),
                lost.holder().id(),
                lost.missing());
        return insert(
                transaction,
                new DomainEvent(
                        ids.next(),
                        PREFIX + "endpoint_paused",
                        clock.instant(),
                        new TenantId(lost.tenant()),
                        new WorkspaceId(lost.workspace()),
                        null,
                        "webhook",
                        webhook.text(),
                        endpoint.getLong("version"),
                        data(told)));
    }

    /** A delivery that failed for good. */
    record Failed(LeasedDelivery.Key key, UUID id, UUID tenant, String eventType, int attempts, String failure) {}

    /** A delivery failed for good; gives the slice to wake. */
    int failed(Transaction transaction, Failed failed) {
        var delivery = new DeliveryId(failed.id());
        var told = new DeliveryFailure(
                delivery,
                new WebhookId(failed.key().endpoint()),
                new EventId(failed.key().event()),
                failed.eventType(),
                failed.attempts(),
                failed.failure());
        return insert(
                transaction,
                new DomainEvent(
                        ids.next(),
                        PREFIX + "delivery_failed",
                        clock.instant(),
                        new TenantId(failed.tenant()),
                        new WorkspaceId(failed.key().workspace()),
                        null,
                        "webhook_delivery",
                        delivery.text(),
                        failed.attempts(),
                        data(told)));
    }

    private int insert(Transaction transaction, DomainEvent event) {
        UUID workspace = Objects.requireNonNull(event.workspace()).value();
        int slice = Partitioner.of(workspace, slices);
        var row = Outbox.insert(
                slice, Topics.EVENTS, new WorkspaceId(workspace).text(), DomainEventJson.bytes(event), null);
        transaction.atCommit(row.sql(), row.args());
        return slice;
    }

    private static JsonObject data(Object told) {
        return new JsonObject(Buffer.buffer(Json.bytes(told)));
    }
}
