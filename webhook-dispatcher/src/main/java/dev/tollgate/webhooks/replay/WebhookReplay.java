package dev.tollgate.webhooks.replay;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.operation.JobProgress;
import dev.tollgate.records.shape.Column;
import dev.tollgate.records.shape.StoredRecord;
import dev.tollgate.records.table.TableDeclaration;
import dev.tollgate.webhooks.ReplayId;
import dev.tollgate.webhooks.WebhookId;
import dev.tollgate.webhooks.history.WebhookDelivery;
import dev.tollgate.webhooks.replay.ReplayOperations.ReplayQuery;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Past events that are sent to an endpoint again.
 *
 * @param eventTypes types or patterns; null for those the endpoint wants now
 * @param deliveryStatus status of the events' latest deliveries to the endpoint; null for any
 * @param matched how many events the filter found when the replay was made, or made since
 * @param matchedIsMinimum whether not all events of the period were looked at
 * @param made deliveries that have been made so far
 */
public record WebhookReplay(
        ReplayId id,
        WorkspaceId workspaceId,
        WebhookId webhookId,

        @JsonPropertyDescription("Event types that are replayed. Absent for all types of the webhook.") @Nullable List<String> eventTypes,

        @JsonPropertyDescription("Start of the replayed period, inclusive.")
        Instant from,

        @JsonPropertyDescription("End of the replayed period, exclusive.")
        Instant to,

        @JsonPropertyDescription("Status that the events' latest deliveries to the webhook had.")
        WebhookDelivery.@Nullable Status deliveryStatus,

        @JsonPropertyDescription("Status: running, done, canceled or failed.") @JobProgress
        Status status,

        @JsonPropertyDescription("Number of events that match, of the first 50,000 events of the period.")
        long matched,

        @JsonPropertyDescription("Whether more events than matched may match, since the period has more than 50,000.")
        boolean matchedIsMinimum,

        @JsonPropertyDescription("Number of deliveries created so far.") @JobProgress
        long made,

        @JsonPropertyDescription("Reason of the failure.") @Nullable String failure,

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

    /** State of a replay. */
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
