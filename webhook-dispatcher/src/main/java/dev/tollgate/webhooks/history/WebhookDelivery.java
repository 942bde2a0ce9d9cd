package dev.tollgate.webhooks.history;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tollgate.contract.caller.RequestId;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.operation.Resource;
import dev.tollgate.records.event.DeliveryId;
import dev.tollgate.runtime.postgres.EnumColumn;
import dev.tollgate.runtime.postgres.TimeColumn;
import dev.tollgate.webhooks.EventId;
import dev.tollgate.webhooks.WebhookId;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One event on its way to one endpoint, or at its end.
 *
 * @param failure class of what went wrong, where it has failed
 */
public record WebhookDelivery(
        DeliveryId id,
        WorkspaceId workspaceId,
        WebhookId webhookId,

        @JsonPropertyDescription("ID of the event; receivers get it as webhook-id.")
        EventId eventId,

        String eventType,

        @JsonPropertyDescription("Request id of the call that caused the event.") @Nullable RequestId requestId,

        @JsonPropertyDescription(
                "Trigger of the last round of attempts: scheduled, manual, test or replay. Manual rounds and "
                        + "replays ignore the order of an ordered webhook.")
        Trigger trigger,

        @JsonPropertyDescription("Status; paused while its webhook, module or account is paused.")
        Status status,

        @JsonPropertyDescription("Reason of the failure, such as attempts, expired or endpoint_archived.") @Nullable String failure,

        int attemptCount,

        @JsonPropertyDescription("HTTP status of the last attempt. Absent if the receiver did not answer.") @Nullable Integer lastStatusCode,

        @JsonPropertyDescription("Earliest time of the next attempt.") @Nullable Instant nextAttemptAt,

        Instant createdAt,

        @JsonPropertyDescription("When it succeeded or finally failed.") @Nullable Instant settledAt)
        implements Resource {

    static final String COLUMNS = """
            id, workspace_id, endpoint_id, event_id, event_type, request_id, trigger, status, failure, attempt_count,
            last_status_code, next_attempt_at, made_at, settled_at
            """;

    /** Trigger of the last round of attempts. */
    public enum Trigger {
        SCHEDULED,
        MANUAL,
        TEST,
        REPLAY
    }

    /** Status of a delivery. */
    public enum Status {
        PENDING,
        DELIVERING,
        RETRYING,
        SUCCEEDED,
        FAILED,
        PAUSED
    }

    /** Counts its attempts: nothing else about it has an order. */
    @Override
    public long version() {
        return attemptCount + 1L;
    }

    static WebhookDelivery of(Row row) {
        var request = row.getUUID("request_id");
        return new WebhookDelivery(
                new DeliveryId(row.getUUID("id")),
                new WorkspaceId(row.getUUID("workspace_id")),
                new WebhookId(row.getUUID("endpoint_id")),
                new EventId(row.getUUID("event_id")),
                row.getString("event_type"),
                request == null ? null : new RequestId(request),
                EnumColumn.read(row, "trigger", Trigger.class),
                EnumColumn.read(row, "status", Status.class),
                row.getString("failure"),
                row.getInteger("attempt_count"),
                row.getInteger("last_status_code"),
                TimeColumn.read(row, "next_attempt_at"),
                row.getOffsetDateTime("made_at").toInstant(),
                TimeColumn.read(row, "settled_at"));
    }
}
