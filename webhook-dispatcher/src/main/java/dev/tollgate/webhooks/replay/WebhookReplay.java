package dev.tollgate.webhooks.replay;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.records.table.Column;
import dev.tollgate.records.table.StoredRecord;
import dev.tollgate.records.table.TableDeclaration;
import dev.tollgate.webhooks.ReplayId;
import dev.tollgate.webhooks.WebhookId;
import dev.tollgate.webhooks.history.WebhookDelivery;
import dev.tollgate.webhooks.replay.ReplayOperations.ReplayQuery;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Past events that go to an endpoint once more.
 *
 * @param eventTypes types or patterns; null for those the endpoint wants now
 * @param deliveryStatus only events whose own delivery to the endpoint stands so; null for whatever it does
 * @param matched how many events the filter found when the replay was made
 * @param made deliveries that have been made so far
 */
public record WebhookReplay(
        ReplayId id,
        WorkspaceId workspaceId,
        WebhookId webhookId,

        @JsonPropertyDescription("Only events of these types; absent for all that the webhook gets.") @Nullable List<String> eventTypes,

        @JsonPropertyDescription("Only events made at this time or later.")
        Instant from,

        @JsonPropertyDescription("Only events made before this time.")
        Instant to,

        @JsonPropertyDescription("Only events whose own delivery to the webhook stood so.")
        WebhookDelivery.@Nullable Status deliveryStatus,

        @JsonPropertyDescription("Whether it is running, done, canceled or failed.")
        Status status,

        @JsonPropertyDescription("How many events the filter found.")
        long matched,

        @JsonPropertyDescription("Deliveries made so far.") long made,

        @JsonPropertyDescription("Why it has failed.") @Nullable String failure,

        @Nullable Instant finishedAt,
        Instant createdAt,
        Instant updatedAt,
        long version,
        String source,
        String lastActor)
        implements StoredRecord {

    static final TableDeclaration<WebhookReplay> TABLE =
            TableDeclaration.of(WebhookReplay.class, "webhooks.replay").listedBy(ReplayQuery.class);
    private static final Column<WebhookReplay, Status> STATUS = TABLE.column("status", Status.class);
    private static final Column<WebhookReplay, Instant> FINISHED_AT = TABLE.column("finished_at", Instant.class);

    /** How far it is. */
    public enum Status {
        RUNNING,
        DONE,
        CANCELED,
        FAILED
    }

    WebhookReplay canceled(Instant now) {
        return TABLE.copy(this)
                .set(STATUS, Status.CANCELED)
                .set(FINISHED_AT, now)
                .done();
    }
}
