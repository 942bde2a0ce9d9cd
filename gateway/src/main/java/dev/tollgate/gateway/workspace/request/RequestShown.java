package dev.tollgate.gateway.workspace.request;

import dev.tollgate.contract.caller.RequestId;
import dev.tollgate.gateway.workspace.audit.AuditEvent;
import dev.tollgate.money.usage.RecordedUsage;
import dev.tollgate.money.usage.UsageEventId;
import dev.tollgate.records.event.DeliveryId;
import dev.tollgate.records.event.DeliveryOfRequest;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything known about one call.
 *
 * @param operation absent, like the other audit fields, until a read is in the audit, within two seconds
 * @param outcome {@code ok}, or the code of the refusal
 * @param dryRun true if everything was checked and nothing changed; absent otherwise
 * @param auditEvents what the audit has of it
 * @param note says so if the audit has no event of its own for it, because it counts reads by the hour
 * @param usageEvents what it was metered as; empty while that is on its way, or where nothing is charged
 * @param webhookDeliveries deliveries of the events it made; none while they are in flight, or if no endpoint
 *     subscribes to them
 * @param usageState {@code pending} while a metered call is on its way to the ledger, then {@code recorded}; absent
 *     where the call was refused
 */
public record RequestShown(
        RequestId id,
        @Nullable String clientRequestId,
        @Nullable Instant time,
        @Nullable String operation,
        @Nullable String surface,
        String outcome,
        @Nullable Boolean dryRun,
        List<AuditEvent> auditEvents,
        List<UsageLine> usageEvents,
        List<DeliveryLine> webhookDeliveries,
        @Nullable UsageState usageState,
        @Nullable String note) {

    private static final String COUNTED =
            "A read, or a call whose audit event is on its way: the audit counts reads by "
                    + "the hour and keeps no event of each.";

    /** Which request. */
    public record Ref(RequestId id) {}

    /** State of the request's usage event. */
    public enum UsageState {
        PENDING,
        RECORDED
    }

    /**
     * The metered usage of the request.
     *
     * @param month the month it is charged in, such as {@code 2026-11}
     */
    public record UsageLine(
            UsageEventId id,
            String dimension,
            long quantity,
            String priceVersion,
            long chargeMicros,
            String month,
            Instant recordedAt) {

        public static UsageLine of(RecordedUsage usage) {
            return new UsageLine(
                    new UsageEventId(usage.id()),
                    usage.dimension(),
                    usage.quantity(),
                    usage.priceVersion(),
                    usage.chargeMicros(),
                    usage.month(),
                    usage.recordedAt());
        }
    }

    /**
     * A delivery of one of its events.
     *
     * @param status as deliveries are listed with, such as {@code succeeded}
     */
    public record DeliveryLine(
            DeliveryId id,
            EndpointId webhookId,
            String eventType,
            String status,
            int attemptCount,
            @Nullable Instant nextAttemptAt) {

        public static DeliveryLine of(DeliveryOfRequest delivery) {
            return new DeliveryLine(
                    new DeliveryId(delivery.id()),
                    new EndpointId(delivery.webhookId()),
                    delivery.eventType(),
                    delivery.status(),
                    delivery.attemptCount(),
                    delivery.nextAttemptAt());
        }
    }

    public RequestShown {
        auditEvents = List.copyOf(auditEvents);
        usageEvents = List.copyOf(usageEvents);
        webhookDeliveries = List.copyOf(webhookDeliveries);
    }

    /** Combines the available parts; audit and usage are not both empty. */
    public static RequestShown of(
            RequestId id, List<AuditEvent> audit, List<UsageLine> usage, List<DeliveryLine> deliveries) {
        if (audit.isEmpty()) {
            return new RequestShown(
                    id, null, null, null, null, "ok", null, audit, usage, deliveries, UsageState.RECORDED, null);
        }
        var event = audit.getLast();
        var pending = event.outcome().equals("ok") && event.tenantId() != null;
        return new RequestShown(
                id,
                event.clientRequestId(),
                event.time(),
                event.operation(),
                event.surface(),
                event.outcome(),
                event.dryRun(),
                audit,
                usage,
                deliveries,
                usage.isEmpty() ? pending ? UsageState.PENDING : null : UsageState.RECORDED,
                null);
    }

    /** The same, saying why the audit has nothing of it if it counts reads. */
    RequestShown counted(boolean readsCounted) {
        return !readsCounted || !auditEvents.isEmpty()
                ? this
                : new RequestShown(
                        id,
                        clientRequestId,
                        time,
                        operation,
                        surface,
                        outcome,
                        dryRun,
                        auditEvents,
                        usageEvents,
                        webhookDeliveries,
                        usageState,
                        COUNTED);
    }
}
