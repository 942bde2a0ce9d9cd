package dev.tollgate.modules.activity;

import dev.tollgate.contract.caller.Id;
import dev.tollgate.records.consume.ConsumedEvent;
import dev.tollgate.records.consume.EventRun;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Objects;
import java.util.UUID;
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

    /** Those of deleted records, and those that would be of no timeline any more. */
    private static final String DELETE = """
            DELETE FROM activity.entry
             WHERE workspace_id = $1
               AND (resource_id = ANY ($2)
                    OR contact_id = ANY ($3) AND (company_id IS NULL OR company_id = ANY ($4))
                    OR company_id = ANY ($4) AND contact_id IS NULL)
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

    /** Adds the statements to a transaction: deletions come last, since nothing happens to a record after its own. */
    static void keep(Transaction transaction, EventRun run, Instant now) {
        var rows = new ArrayList<Tuple>();
        for (var event : run.events()) {
            var references = TypedReferences.of(event);
            if (!event.isDeletion() && !ActivityRule.isOfActivity(event) && references.areOfTimelines()) {
                rows.add(row(run, event, references, now));
            }
        }
        if (!rows.isEmpty()) {
            var _ = transaction.batch(INSERT, rows);
        }
        var deleted = run.events().stream().filter(ConsumedEvent::isDeletion).toList();
        if (!deleted.isEmpty()) {
            var workspace = run.workspaceId().value();
            var records =
                    deleted.stream().map(event -> event.event().resourceId()).toArray(String[]::new);
            var contacts = ids(deleted.stream()
                    .filter(event -> isOf("contact", event))
                    .map(event -> TypedReferences.of(event).contact()));
            var companies = ids(deleted.stream()
                    .filter(event -> isOf("company", event))
                    .map(event -> TypedReferences.of(event).company()));
            var _ = transaction.query(
                    DELETE,
                    Tuple.of(workspace)
                            .addArrayOfString(records)
                            .addArrayOfUUID(contacts)
                            .addArrayOfUUID(companies));
            var _ = transaction.query(FORGET_CONTACTS, Tuple.of(workspace).addArrayOfUUID(contacts));
            var _ = transaction.query(FORGET_COMPANIES, Tuple.of(workspace).addArrayOfUUID(companies));
        }
    }

    private static boolean isOf(String resource, ConsumedEvent event) {
        return event.event().resourceType().equals(resource);
    }

    private static UUID[] ids(Stream<? extends @Nullable Id> ids) {
        return ids.filter(Objects::nonNull).map(Id::value).toArray(UUID[]::new);
    }

    private static Tuple row(EventRun run, ConsumedEvent consumed, TypedReferences references, Instant now) {
        var event = consumed.event();
        return Tuple.of(
                        run.workspaceId().value(),
                        event.id(),
                        event.type(),
                        consumed.scope().text())
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
