package dev.tollgate.modules.support;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.operation.Patch;
import dev.tollgate.contract.reference.CompanyId;
import dev.tollgate.contract.reference.ContactId;
import dev.tollgate.contract.reference.DealId;
import dev.tollgate.contract.reference.InvoiceId;
import dev.tollgate.contract.reference.LeadId;
import dev.tollgate.contract.reference.TicketId;
import dev.tollgate.records.page.SearchQuery;
import dev.tollgate.records.resource.Ref;
import dev.tollgate.records.resource.ResourceOperations;
import dev.tollgate.records.shape.CustomFields;
import dev.tollgate.records.shape.EmailAddress;
import dev.tollgate.records.shape.Identified;
import dev.tollgate.records.table.ListInput;
import dev.tollgate.records.table.TableDeclaration;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The operations of tickets. Fields are described on {@link Ticket}. */
public final class TicketOperations {

    public record NewTicket(
            String subject,

            @JsonPropertyDescription("First message.") @Size(min = 1, max = TicketMessage.BODY_CHARS_MAX) @Nullable String body,

            @Nullable QueueId queueId,
            Ticket.@Nullable Status status,
            Ticket.@Nullable Priority priority,
            @Nullable String assignee,
            @Nullable String owner,
            Ticket.@Nullable Channel channel,
            @Nullable String category,
            @Nullable List<String> tags,
            @Nullable String requesterName,
            @Nullable String requesterEmail,
            @Nullable ContactId contactId,
            @Nullable CompanyId companyId,
            @Nullable DealId dealId,
            @Nullable LeadId leadId,
            @Nullable InvoiceId invoiceId,
            @Nullable TicketId followUpOfId,
            @Nullable CustomFields customFields,
            @Nullable String externalSource,
            @Nullable String externalId) {}

    public record TicketQuery(
            @Nullable Integer limit,
            @Nullable String cursor,
            @Nullable String query,
            @Nullable Long number,
            @Nullable QueueId queueId,
            Ticket.@Nullable Status status,
            Ticket.@Nullable Priority priority,
            @Nullable String assignee,
            @Nullable String owner,
            Ticket.@Nullable Channel channel,
            @Nullable String category,
            @JsonPropertyDescription("Tags.") @Nullable List<String> tags,
            @Nullable String requesterEmail,
            @Nullable ContactId contactId,
            @Nullable CompanyId companyId,
            @Nullable DealId dealId,
            @Nullable LeadId leadId,
            @Nullable InvoiceId invoiceId,
            @Nullable TicketId followUpOfId,
            @Nullable TicketId duplicateOfId,
            @Nullable Integer satisfactionScore,

            @JsonPropertyDescription("Whether a due time was missed.") @Nullable Boolean breached,

            @JsonPropertyDescription("Unassigned.") @Nullable Boolean unassigned,

            @JsonPropertyDescription("Due before.") @Nullable Instant dueBefore,

            @Nullable CustomFields customFields)
            implements SearchQuery {

        public TicketQuery {
            requesterEmail = EmailAddress.lowerCase(requesterEmail);
        }
    }

    public record TicketPatch(
            TicketId id,
            Patch<String> subject,
            Patch<QueueId> queueId,
            Patch<Ticket.Status> status,
            Patch<Ticket.Priority> priority,
            Patch<String> assignee,
            Patch<String> owner,
            Patch<String> category,
            Patch<List<String>> tags,
            Patch<String> requesterName,
            Patch<String> requesterEmail,
            Patch<ContactId> contactId,
            Patch<CompanyId> companyId,
            Patch<DealId> dealId,
            Patch<LeadId> leadId,
            Patch<InvoiceId> invoiceId,
            Patch<TicketId> duplicateOfId,
            Patch<Instant> snoozedUntil,
            Patch<Integer> satisfactionScore,
            Patch<String> satisfactionComment,
            Patch<CustomFields> customFields,
            Patch<String> externalSource,
            Patch<String> externalId)
            implements Identified {}

    static final ResourceOperations<TicketId, Ticket> TICKETS = ResourceOperations.of(
                    Ticket.class, TicketId.class, "support", "tickets")
            .at("/v1/support/tickets")
            .stored(TicketOperations::stored);

    public static final Operation<NewTicket, Ticket> CREATE = TICKETS.create(
            NewTicket.class,
            """
            {
              "subject": "The engine stops at card 42",
              "body": "It stopped twice today. What can we do?",
              "queue_id": "que_01jg000000e008000000000001",
              "priority": "urgent",
              "channel": "email",
              "category": "defect",
              "tags": ["engine", "vip"],
              "requester_name": "Byron King",
              "requester_email": "byron@king.example",
              "custom_fields": {"serial": "AE-7"}
            }
            """,
            "Creates a ticket and starts its clocks. Priority and assignee follow from the queue.");

    public static final Operation<ListInput<TicketQuery>, Page<Ticket>> LIST = TICKETS.list(
            TicketQuery.class,
            """
            {"limit": 10, "sort": "next_due_at", "unassigned": false}
            """,
            "Returns tickets. To find work: sort=next_due_at, breached, unassigned, due_before. query searches subject, requester and first"
                    + " message.");

    public static final Operation<Ref<TicketId>, Ticket> GET = TICKETS.get();

    public static final Operation<TicketPatch, Ticket> UPDATE = TICKETS.update(
            TicketPatch.class,
            "Changes only the fields you send: assigns, snoozes, resolves, closes a ticket or marks it as a duplicate.");

    private static TableDeclaration<Ticket> stored(TableDeclaration<Ticket> table) {
        return table.apart("body")
                .startingWith("number", 0L)
                .startingWith("status", Ticket.Status.NEW)
                .startingWith("channel", Ticket.Channel.API)
                .startingWith("tags", List.of())
                .startingWith("reopen_count", 0)
                .startingWith("message_count", 0)
                .startingBy("clocks", stamp -> SlaClocks.begun(stamp.time()))
                .filteredBy("breached", "(" + TicketColumns.BREACHED + ") = %s")
                .filteredBy("unassigned", "(assignee IS NULL) = %s")
                .filteredBy("due_before", "COALESCE(next_due_at, 'infinity'::timestamptz) < %s")
                .sortedBy("next_due_at")
                .sortedBy("last_message_at")
                .sortedBy("assignee")
                .movedBy(TicketStates::legal)
                .announcedBy(TicketStates::verb, "assigned", "status_changed", "reopened", "resolved", "closed")
                .ruledBy(Ticket::faults);
    }

    private TicketOperations() {}
}
