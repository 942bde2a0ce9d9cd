package dev.tollgate.webhooks.endpoint;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.operation.Resource;
import dev.tollgate.records.shape.Column;
import dev.tollgate.records.shape.CustomFields;
import dev.tollgate.records.shape.RecordMapper;
import dev.tollgate.webhooks.SigningKeyId;
import dev.tollgate.webhooks.WebhookId;
import dev.tollgate.webhooks.holder.HolderKind;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint with the ids of its keys and the health of its receiver.
 *
 * @param signingKeys those that sign now, newest first; at most two
 */
public record ShownWebhook(
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

        @JsonPropertyDescription("Current signing keys, newest first, without their secrets.")
        List<Key> signingKeys,

        @JsonPropertyDescription("Health of the receiver.") Health health,
        Instant createdAt,
        Instant updatedAt,
        long version,
        String source,
        String lastActor)
        implements Resource {

    /**
     * A key that signs.
     *
     * @param expiresAt when it ends after its rotation; null for the newest
     */
    public record Key(
            SigningKeyId id,
            Instant createdAt,

            @JsonPropertyDescription("When it stops signing. Absent for the newest key.") @Nullable Instant expiresAt) {}

    /**
     * Health of the receiver.
     *
     * @param failingSince the first failure after the last success
     */
    public record Health(
            @JsonPropertyDescription("First failure after the last success. Absent if healthy.") @Nullable Instant failingSince,

            @JsonPropertyDescription("Failed attempts since the last success.")
            long failedAttempts,

            @Nullable Instant lastSuccessAt,
            @Nullable Instant lastFailureAt) {

        static final Health UNTRIED = new Health(null, 0, null, null);
    }

    private static final RecordMapper<Webhook, ShownWebhook> SHOWN =
            new RecordMapper<>(Webhook.class, ShownWebhook.class);
    private static final Column<ShownWebhook, List<Key>> SIGNING_KEYS = SHOWN.column("signing_keys", List.class);
    private static final Column<ShownWebhook, Health> HEALTH = SHOWN.column("health", Health.class);

    public ShownWebhook {
        signingKeys = List.copyOf(signingKeys);
    }

    static ShownWebhook of(Webhook webhook, List<Key> keys, Health health) {
        return SHOWN.from(webhook).set(SIGNING_KEYS, keys).set(HEALTH, health).done();
    }
}
