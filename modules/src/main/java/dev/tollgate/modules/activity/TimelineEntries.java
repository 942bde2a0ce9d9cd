package dev.tollgate.modules.activity;

import dev.tollgate.contract.caller.Id;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.event.DomainEvent;
import dev.tollgate.records.consume.ConsumedEvent;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Keeps the entries of timelines. Events that come again change nothing. */
final class TimelineEntries {

    private static final String INSERT = """
            INSERT INTO activity.entry (workspace_id, id, type, scope, resource_type, resource_id, contact_id, company_id,
                   deal_id, lead_id, ticket_id, invoice_id, occurred_at, created_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
            ON CONFLICT DO NOTHING
            """;

    private static final String DELETE = """
            DELETE FROM activity.entry e
             USING unnest($2::text[], $3::text[]) AS deleted (type, id)
             WHERE e.workspace_id = $1 AND e.resource_id = deleted.id AND e.resource_type = deleted.type
            """;

    /** Those that would be of no timeline any more. */
    private static final String DELETE_ORPHANS = """
            DELETE FROM activity.entry
             WHERE workspace_id = $1
               AND (contact_id = ANY ($2) AND (company_id IS NULL OR company_id = ANY ($3))
                    OR company_id = ANY ($3) AND contact_id IS NULL)
            """;

    private static final String FORGET_CONTACTS = """
            UPDATE activity.entry SET contact_id = NULL
             WHERE workspace_id = $1 AND contact_id = ANY ($2) AND company_id IS NOT NULL
            """;

    private static final String FORGET_COMPANIES = """
            UPDATE activity.entry SET company_id = NULL
             WHERE workspace_id = $1 AND company_id = ANY ($2) AND contact_id IS NOT NULL
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

    /** Adds the statements to a transaction: deletions come last, since nothing happens to a record after its own. */
    static void keep(Transaction transaction, WorkspaceId workspaceId, List<ConsumedEvent> events, Instant now) {
        var workspace = workspaceId.value();
        var rows = events.stream()
                .filter(TimelineEntries::isShown)
                .map(event -> row(workspace, event, now))
                .toList();
        if (!rows.isEmpty()) {
            var _ = transaction.batch(INSERT, rows);
        }
        var deleted = events.stream().filter(ConsumedEvent::isDeletion).toList();
        if (!deleted.isEmpty()) {
            var _ = transaction.query(
                    DELETE,
                    Tuple.of(workspace)
                            .addArrayOfString(texts(deleted, DomainEvent::resourceType))
                            .addArrayOfString(texts(deleted, DomainEvent::resourceId)));
            forget(transaction, workspace, deleted);
        }
    }

    private static void forget(Transaction transaction, UUID workspace, List<ConsumedEvent> deleted) {
        var contacts = ids(deleted, "contact", TypedReferences::contact);
        var companies = ids(deleted, "company", TypedReferences::company);
        if (contacts.length > 0 || companies.length > 0) {
            var _ = transaction.query(
                    DELETE_ORPHANS, Tuple.of(workspace).addArrayOfUUID(contacts).addArrayOfUUID(companies));
            var _ = transaction.query(FORGET_CONTACTS, Tuple.of(workspace).addArrayOfUUID(contacts));
            var _ = transaction.query(FORGET_COMPANIES, Tuple.of(workspace).addArrayOfUUID(companies));
        }
    }

    private static String[] texts(List<ConsumedEvent> events, Function<DomainEvent, String> text) {
        return events.stream().map(ConsumedEvent::event).map(text).toArray(String[]::new);
    }

    private static UUID[] ids(
            List<ConsumedEvent> events, String resource, Function<TypedReferences, @Nullable Id> reference) {
        return events.stream()
                .filter(event -> event.event().resourceType().equals(resource))
                .map(TypedReferences::of)
                .flatMap(references -> Stream.ofNullable(reference.apply(references)))
                .map(Id::value)
                .toArray(UUID[]::new);
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
