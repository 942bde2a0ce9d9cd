package dev.tollgate.webhooks;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Data of {@code webhook.endpoint_failing}, {@code webhook.endpoint_disabled} and {@code webhook.endpoint_recovered}.
 *
 * @param status of the endpoint now
 * @param reason why it is so, such as {@code failing} or {@code gone}; absent where it recovered
 * @param failingSince the first failure after the last success; absent where it recovered
 */
public record EndpointCondition(
        WebhookId webhookId,
        String name,
        String url,
        String status,
        @Nullable String reason,
        @Nullable Instant failingSince,
        long failedAttempts) {}
