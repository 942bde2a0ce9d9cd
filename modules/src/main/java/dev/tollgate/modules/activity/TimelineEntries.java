package dev.tollgate.modules.activity;

import dev.tollgate.contract.caller.Id;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.records.consume.ConsumedEvent;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Keeps the entries of timelines. Events that come again change nothing. */
final class TimelineEntries {

    private static final String INSERT = """
            INSERT INTO activity.entry (workspace_id, id, type, scope, resource_type, resource_id, contact_id, company_id,
                   deal_id, lead_id, ticket_id, invoice_id, occurred_at, created_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
            ON CONFLICT DO NOTHING
            """;

    private TimelineEntries() {}

    /** Whether an event changes entries. */
    static boolean concerns(ConsumedEvent event) {
        return event.isDeletion() || isShown(event);
    }

    private static boolean isShown(ConsumedEvent event) {
        return !event.isDeletion()
                && !ActivityRule.isOfActivity(event)
                && TypedReferences.of(event).areOfTimelines();
    }

    /** Sends the entries of these events. */
    static void keep(Transaction transaction, WorkspaceId workspaceId, List<ConsumedEvent> events, Instant now) {
        var rows = events.stream()
                .filter(TimelineEntries::isShown)
                .map(event -> row(workspaceId.value(), event, now))
                .toList();
        if (!rows.isEmpty()) {
            var _ = transaction.batch(INSERT, rows);
        }
    }

    /** The records that were deleted. */
    static List<DeletedRecord> deleted(List<ConsumedEvent> events) {
        return events.stream()
                .filter(ConsumedEvent::isDeletion)
                .map(DeletedRecord::of)
                .toList();
    }

    private static Tuple row(UUID workspace, ConsumedEvent consumed, Instant now) {
        var event = consumed.event();
        var references = TypedReferences.of(consumed);
        return Tuple.of(workspace, event.id(), event.type(), consumed.scope().text())
                .addString(event.resourceType())
                .addString(event.resourceId())
                .addUUID(value(references.contact()))
                .addUUID(value(references.company()))
                .addUUID(value(references.deal()))
                .addUUID(value(references.lead()))
                .addUUID(value(references.ticket()))
                .addUUID(value(references.invoice()))
                .addOffsetDateTime(event.time().atOffset(ZoneOffset.UTC))
                .addOffsetDateTime(now.atOffset(ZoneOffset.UTC));
    }

    private static @Nullable UUID value(@Nullable Id id) {
        return id == null ? null : id.value();
    }
}
