package dev.tollgate.webhooks.history;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tollgate.contract.caller.RequestId;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.operation.Resource;
import dev.tollgate.records.event.DeliveryId;
import dev.tollgate.webhooks.EventId;
import dev.tollgate.webhooks.WebhookId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A delivery with its attempts. */
public record ShownDelivery(
        DeliveryId id,
        WorkspaceId workspaceId,
        WebhookId webhookId,
        EventId eventId,
        String eventType,
        @Nullable RequestId requestId,
        WebhookDelivery.Trigger trigger,
        WebhookDelivery.Status status,
        @Nullable String failure,
        int attemptCount,
        @Nullable Integer lastStatusCode,
        @Nullable Instant nextAttemptAt,
        Instant createdAt,
        @Nullable Instant settledAt,

        @JsonPropertyDescription("Latest attempts, newest first; at most 100.")
        List<WebhookAttempt> attempts)
        implements Resource {

    /** The most attempts that are shown. */
    static final int ATTEMPTS_MAX = 100;

    public ShownDelivery {
        attempts = List.copyOf(attempts);
    }

    @Override
    public long version() {
        return attemptCount + 1L;
    }

    static ShownDelivery of(WebhookDelivery delivery, List<WebhookAttempt> attempts) {
        return new ShownDelivery(
                delivery.id(),
                delivery.workspaceId(),
                delivery.webhookId(),
                delivery.eventId(),
                delivery.eventType(),
                delivery.requestId(),
                delivery.trigger(),
                delivery.status(),
                delivery.failure(),
                delivery.attemptCount(),
                delivery.lastStatusCode(),
                delivery.nextAttemptAt(),
                delivery.createdAt(),
                delivery.settledAt(),
                attempts);
    }
}
