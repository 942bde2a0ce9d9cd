package dev.tollgate.webhooks.endpoint;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.operation.Resource;
import dev.tollgate.records.table.CustomFields;
import dev.tollgate.records.table.RecordMapper;
import dev.tollgate.webhooks.WebhookId;
import dev.tollgate.webhooks.holder.Holder;
import dev.tollgate.webhooks.holder.HolderKind;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint that events are delivered to. Holds no secret.
 *
 * @param url in its canonical form
 * @param statusReason why it is disabled or paused, where nobody asked for that
 * @param holderId null where the workspace holds it
 * @param missingScopes what the holder lacked when it was paused for that
 * @param rateLimit attempts per second; null for no limit of its own
 * @param secretChangedAt when its newest signing key was made
 */
public record Webhook(
        WebhookId id,
        WorkspaceId workspaceId,
        @JsonPropertyDescription("What people call it.") String name,
        @JsonPropertyDescription("Where deliveries go.") String url,

        @JsonPropertyDescription("Which events it gets: types such as task.created, or patterns such as crm.*.")
        List<String> eventTypes,

        @JsonPropertyDescription("Whether deliveries go out: active, paused, disabled or archived.")
        Status status,

        @JsonPropertyDescription(
                "Why it is disabled or paused, where nobody asked for that: failing, gone, or " + "holder_lost_access.")
        @Nullable String statusReason,

        @JsonPropertyDescription(HOLDER_KIND) HolderKind holderKind,

        @JsonPropertyDescription(HOLDER_ID) @Nullable String holderId,

        @JsonPropertyDescription(MISSING_SCOPES) @Nullable List<String> missingScopes,

        @JsonPropertyDescription("Attempts of one delivery before it has failed.")
        int maxAttempts,

        @JsonPropertyDescription("Attempts per second; absent where it has no limit of its own.") @Nullable Integer rateLimit,

        @JsonPropertyDescription("Whether the events of one record arrive in the order of its versions.")
        boolean ordered,

        @JsonPropertyDescription("Fields of your own.") CustomFields metadata,

        @JsonPropertyDescription("When its newest signing secret was made.")
        Instant secretChangedAt,

        Instant createdAt,
        Instant updatedAt,

        @JsonPropertyDescription("Counts every change, from 1.")
        long version,

        @JsonPropertyDescription("The door of the last change: api, mcp or control.")
        String source,

        @JsonPropertyDescription("Who made the last change.")
        String lastActor)
        implements Resource {

    static final String HOLDER_KIND =
            "Under whose rights events are sent: who made the webhook, or last changed or resumed "
                    + "it. It is sent only what the holder may read; workspace is a webhook from before there were holders, and is "
                    + "not limited.";
    static final String HOLDER_ID = "Id of the holder: of a credential or member, or an operator's name.";
    static final String MISSING_SCOPES =
            "Scopes that the holder lacks for these event types, where it was paused for that.";

    private static final RecordMapper<Webhook, Webhook> COPIES = new RecordMapper<>(Webhook.class, Webhook.class);

    static final int NAME_CHARS_MAX = 200;
    static final int URL_CHARS_MAX = 2_048;
    static final int EVENT_TYPES_MAX = 64;
    static final int ATTEMPTS = 10;
    static final int ATTEMPTS_MAX = 25;
    static final int RATE_MAX = 1_000;

    /** Whether deliveries go out. */
    public enum Status {
        /** They do. */
        ACTIVE,
        /** Somebody holds them back. */
        PAUSED,
        /** The receiver has failed for so long, or has said that it is gone, that they are held back. */
        DISABLED,
        /** It is gone; for good. */
        ARCHIVED
    }

    public Webhook {
        eventTypes = List.copyOf(eventTypes);
        missingScopes = missingScopes == null ? null : List.copyOf(missingScopes);
    }

    /** The same endpoint in another state, which nothing but a caller has brought about. */
    Webhook in(Status other) {
        return COPIES.from(this)
                .set("status", other)
                .set("statusReason", null)
                .set("missingScopes", null)
                .done();
    }

    /** The same endpoint with a signing key made at this time. */
    Webhook withSecretOf(Instant time) {
        return COPIES.from(this).set("secretChangedAt", time).done();
    }

    /** The same endpoint under the rights of this holder. */
    Webhook heldBy(Holder holder) {
        return COPIES.from(this)
                .set("holderKind", holder.kind())
                .set("holderId", holder.id())
                .done();
    }
}
