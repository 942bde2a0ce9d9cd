package dev.tollgate.webhooks.endpoint;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.records.shape.Column;
import dev.tollgate.records.shape.CustomFields;
import dev.tollgate.records.shape.StoredRecord;
import dev.tollgate.records.table.TableDeclaration;
import dev.tollgate.webhooks.WebhookId;
import dev.tollgate.webhooks.endpoint.WebhookInputs.WebhookQuery;
import dev.tollgate.webhooks.holder.Holder;
import dev.tollgate.webhooks.holder.HolderKind;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint that events are delivered to. Holds no secret.
 *
 * @param url in its canonical form
 * @param statusReason why it was disabled or paused automatically
 * @param holderId null where the workspace holds it
 * @param missingScopes what the holder lacked when it was paused for that
 * @param rateLimit attempts per second; null for no limit of its own
 * @param secretChangedAt when its newest signing key was made
 */
public record Webhook(
        WebhookId id,
        WorkspaceId workspaceId,
        @JsonPropertyDescription("Display name.") String name,

        @JsonPropertyDescription("URL that deliveries are sent to.")
        String url,

        @JsonPropertyDescription("Event types such as task.created, or patterns such as crm.*.")
        List<String> eventTypes,

        @JsonPropertyDescription("Status: active, paused, disabled or archived. Only an active webhook sends.")
        Status status,

        @JsonPropertyDescription(
                "Reason if it was disabled or paused automatically: failing, gone, or holder_lost_access.")
        @Nullable String statusReason,

        @JsonPropertyDescription(HOLDER_KIND) HolderKind holderKind,

        @JsonPropertyDescription(HOLDER_ID) @Nullable String holderId,

        @JsonPropertyDescription(MISSING_SCOPES) @Nullable List<String> missingScopes,

        @JsonPropertyDescription("Attempts before a delivery fails.")
        int maxAttempts,

        @JsonPropertyDescription("Rate limit in attempts per second. Absent if there is none.") @Nullable Integer rateLimit,

        @JsonPropertyDescription("Whether events of one record are delivered in the order of its versions.")
        boolean ordered,

        @JsonPropertyDescription("Custom fields.") CustomFields metadata,

        @JsonPropertyDescription("Creation time of the newest signing secret.")
        Instant secretChangedAt,

        Instant createdAt,
        Instant updatedAt,
        long version,
        String source,
        String lastActor)
        implements StoredRecord {

    static final String HOLDER_KIND =
            "Kind of the principal that created, last changed or resumed the webhook. Only events that "
                    + "the holder may read are sent. workspace marks a webhook from before holders existed; it is "
                    + "not limited.";
    static final String HOLDER_ID = "ID of the holder: a credential, a member, or an operator's name.";
    static final String MISSING_SCOPES =
            "Scopes that the holder lacks for these event types, if the webhook was paused for that.";

    static final TableDeclaration<Webhook> TABLE =
            TableDeclaration.of(Webhook.class, "webhooks.endpoint").listedBy(WebhookQuery.class);
    private static final Column<Webhook, Status> STATUS = TABLE.column("status", Status.class);
    private static final Column<Webhook, String> STATUS_REASON = TABLE.column("status_reason", String.class);
    private static final Column<Webhook, HolderKind> KIND_OF_HOLDER = TABLE.column("holder_kind", HolderKind.class);
    private static final Column<Webhook, String> HOLDER = TABLE.column("holder_id", String.class);
    private static final Column<Webhook, List<String>> LACKING = TABLE.column("missing_scopes", List.class);
    private static final Column<Webhook, Instant> SECRET_CHANGED_AT = TABLE.column("secret_changed_at", Instant.class);

    static final int NAME_CHARS_MAX = 200;
    static final int URL_CHARS_MAX = 2_048;
    static final int EVENT_TYPES_MAX = 64;
    static final int ATTEMPTS = 10;
    static final int ATTEMPTS_MAX = 25;
    static final int RATE_MAX = 1_000;

    /** Whether deliveries are sent. */
    public enum Status {
        /** They do. */
        ACTIVE,
        /** A caller has paused it. */
        PAUSED,
        /** The receiver has failed for so long, or has said that it is gone, that they are held back. */
        DISABLED,
        /** Archived: nothing is sent any more, and this is final. */
        ARCHIVED
    }

    public Webhook {
        eventTypes = List.copyOf(eventTypes);
        missingScopes = missingScopes == null ? null : List.copyOf(missingScopes);
    }

    /** The same endpoint in another state that a caller has asked for. */
    Webhook in(Status other) {
        return TABLE.copy(this)
                .set(STATUS, other)
                .set(STATUS_REASON, null)
                .set(LACKING, null)
                .done();
    }

    /** The same endpoint with a signing key made at this time. */
    Webhook withSecretOf(Instant time) {
        return TABLE.copy(this).set(SECRET_CHANGED_AT, time).done();
    }

    /** The same endpoint under the rights of this holder. */
    Webhook heldBy(Holder holder) {
        return TABLE.copy(this)
                .set(KIND_OF_HOLDER, holder.kind())
                .set(HOLDER, holder.id())
                .done();
    }
}
