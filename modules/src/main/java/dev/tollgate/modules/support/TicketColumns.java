package dev.tollgate.modules.support;

import dev.tollgate.contract.reference.ContactId;
import dev.tollgate.records.shape.Column;
import dev.tollgate.records.shape.Copy;
import dev.tollgate.records.shape.CustomFields;
import dev.tollgate.records.table.TableDeclaration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The columns of tickets that are set by other classes than the table. */
final class TicketColumns {

    /** In SQL: whether a clock has been breached. */
    static final String BREACHED =
            "num_nonnulls(first_response_breached_at, next_response_breached_at, resolution_breached_at) > 0";

    static final TableDeclaration<Ticket> TABLE = TicketOperations.TICKETS.table();

    static final Column<Ticket, Long> NUMBER = TABLE.column("number", long.class);
    static final Column<Ticket, QueueId> QUEUE_ID = TABLE.column("queue_id", QueueId.class);
    static final Column<Ticket, Ticket.Status> STATUS = TABLE.column("status", Ticket.Status.class);
    static final Column<Ticket, Ticket.Priority> PRIORITY = TABLE.column("priority", Ticket.Priority.class);
    static final Column<Ticket, String> ASSIGNEE = TABLE.column("assignee", String.class);
    static final Column<Ticket, ContactId> CONTACT_ID = TABLE.column("contact_id", ContactId.class);
    static final Column<Ticket, Instant> SNOOZED_UNTIL = time("snoozed_until");
    static final Column<Ticket, Instant> NEXT_DUE_AT = time("next_due_at");
    static final Column<Ticket, Instant> FIRST_RESPONDED_AT = time("first_responded_at");
    static final Column<Ticket, Instant> RESOLVED_AT = time("resolved_at");
    static final Column<Ticket, Instant> CLOSED_AT = time("closed_at");
    static final Column<Ticket, Instant> LAST_MESSAGE_AT = time("last_message_at");
    static final Column<Ticket, Integer> REOPEN_COUNT = TABLE.column("reopen_count", int.class);
    static final Column<Ticket, Integer> MESSAGE_COUNT = TABLE.column("message_count", int.class);
    static final Column<Ticket, SlaClocks> CLOCKS = TABLE.column("clocks", SlaClocks.class);
    static final Map<SlaClock, Column<Ticket, Instant>> DUE_AT = times("_due_at");
    static final Map<SlaClock, Column<Ticket, Instant>> BREACHED_AT = times("_breached_at");

    private static final Column<Ticket, String> CATEGORY = TABLE.column("category", String.class);
    private static final Column<Ticket, List<String>> TAGS = TABLE.column("tags", List.class);
    private static final Column<Ticket, Integer> SCORE = TABLE.column("satisfaction_score", Integer.class);
    private static final Column<Ticket, String> COMMENT = TABLE.column("satisfaction_comment", String.class);
    private static final Column<Ticket, CustomFields> CUSTOM_FIELDS = TABLE.column("custom_fields", CustomFields.class);
    private static final Column<Ticket, String> EXTERNAL_SOURCE = TABLE.column("external_source", String.class);
    private static final Column<Ticket, String> EXTERNAL_ID = TABLE.column("external_id", String.class);

    private TicketColumns() {}

    private static Column<Ticket, Instant> time(String name) {
        return TABLE.column(name, Instant.class);
    }

    private static Map<SlaClock, Column<Ticket, Instant>> times(String suffix) {
        var columns = new EnumMap<SlaClock, Column<Ticket, Instant>>(SlaClock.class);
        for (var clock : SlaClock.values()) {
            columns.put(clock, time(clock.name().toLowerCase(Locale.ROOT) + suffix));
        }
        return columns;
    }

    /** A copy of a ticket in which every column that changes even once it is closed is that of another. */
    static Copy<Ticket> freeOnceClosed(Ticket ticket, Ticket other) {
        return TABLE.copy(ticket)
                .set(CATEGORY, other.category())
                .set(TAGS, other.tags())
                .set(SCORE, other.satisfactionScore())
                .set(COMMENT, other.satisfactionComment())
                .set(CUSTOM_FIELDS, other.customFields())
                .set(EXTERNAL_SOURCE, other.externalSource())
                .set(EXTERNAL_ID, other.externalId());
    }
}
