package dev.tollgate.webhooks.endpoint;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.operation.Issued;
import dev.tollgate.contract.operation.Resource;
import dev.tollgate.records.shape.Column;
import dev.tollgate.records.shape.CustomFields;
import dev.tollgate.records.shape.RecordMapper;
import dev.tollgate.webhooks.WebhookId;
import dev.tollgate.webhooks.holder.HolderKind;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An endpoint as the answers of create and rotate give it: with its newest secret. */
public record IssuedWebhook(
        WebhookId id,
        WorkspaceId workspaceId,
        String name,
        String url,
        List<String> eventTypes,
        Webhook.Status status,
        @Nullable String statusReason,

        @JsonPropertyDescription(Webhook.HOLDER_KIND) HolderKind holderKind,

        @JsonPropertyDescription(Webhook.HOLDER_ID) @Nullable String holderId,

        @JsonPropertyDescription(Webhook.MISSING_SCOPES) @Nullable List<String> missingScopes,

        int maxAttempts,
        @Nullable Integer rateLimit,
        boolean ordered,
        CustomFields metadata,
        Instant secretChangedAt,
        Instant createdAt,
        Instant updatedAt,
        long version,
        String source,
        String lastActor,

        @Issued @JsonPropertyDescription("Secret for verifying signatures. Shown only in this answer.")
        String secret)
        implements Resource {

    private static final RecordMapper<Webhook, IssuedWebhook> ISSUED =
            new RecordMapper<>(Webhook.class, IssuedWebhook.class);
    private static final Column<IssuedWebhook, String> SECRET = ISSUED.column("secret", String.class);

    static IssuedWebhook of(Webhook webhook, String secret) {
        return ISSUED.from(webhook).set(SECRET, secret).done();
    }

    /** Shows no secret. */
    @Override
    public String toString() {
        return id + " with a new secret";
    }
}
