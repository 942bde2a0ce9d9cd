package dev.tollgate.webhooks;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Data of {@code webhook.endpoint_paused}: an endpoint sends nothing until it is resumed.
 *
 * @param reason why it is paused, such as {@code holder_lost_access}
 * @param missingScopes scopes that its holder lacks for its event types
 */
public record EndpointPaused(
        WebhookId webhookId,
        String name,
        String url,
        String status,
        String reason,
        String holderKind,
        @Nullable String holderId,
        List<String> missingScopes) {

    public EndpointPaused {
        missingScopes = List.copyOf(missingScopes);
    }
}
