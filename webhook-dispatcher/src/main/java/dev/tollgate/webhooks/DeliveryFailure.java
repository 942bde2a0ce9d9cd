package dev.tollgate.webhooks;

import dev.tollgate.records.event.DeliveryId;

/**
 * Data of {@code webhook.delivery_failed}: nothing will be tried any more.
 *
 * @param failure class of what went wrong, such as {@code attempts} or {@code expired}
 */
public record DeliveryFailure(
        DeliveryId deliveryId,
        WebhookId webhookId,
        EventId eventId,
        String eventType,
        int attemptCount,
        String failure) {}
