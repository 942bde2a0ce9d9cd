package dev.tollgate.modules.activity;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.annotation.JsonView;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.reference.CompanyId;
import dev.tollgate.contract.reference.ContactId;
import dev.tollgate.contract.reference.DealId;
import dev.tollgate.contract.reference.InvoiceId;
import dev.tollgate.contract.reference.LeadId;
import dev.tollgate.contract.reference.TicketId;
import dev.tollgate.records.shape.Bookkeeping;
import dev.tollgate.records.shape.CustomFields;
import dev.tollgate.records.shape.SyncedRecord;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened. Never changed and never deleted; one activity can supersede another, which then refers to
 * it, at version 2.
 */
public record Activity(
        ActivityId id,
        WorkspaceId workspaceId,

        @JsonPropertyDescription("agent_action: what an agent did by itself. event: in timelines only.")
        Type type,

        @JsonPropertyDescription("What happened, in one line.") @Size(min = 1, max = 500) String summary,

        @JsonPropertyDescription("Details in plain text.") @Size(max = 20_000) @Nullable String body,

        @JsonPropertyDescription("ID of the contact it is about.") @Nullable ContactId contactId,

        @JsonPropertyDescription("ID of the company it is about.") @Nullable CompanyId companyId,

        @JsonPropertyDescription("ID of the deal it is about.") @Nullable DealId dealId,

        @JsonPropertyDescription("ID of the lead it is about.") @Nullable LeadId leadId,

        @JsonPropertyDescription("ID of the ticket it is about.") @Nullable TicketId ticketId,

        @JsonPropertyDescription("ID of the invoice it is about.") @Nullable InvoiceId invoiceId,

        @JsonPropertyDescription("Kind of a related thing in another system, in free text; never looked up.")
        @Size(max = 64) @Nullable String relatedType,

        @JsonPropertyDescription("ID of a related thing in another system, in free text; never looked up.")
        @Size(max = 128) @Nullable String relatedId,

        @JsonPropertyDescription("ID of the activity that this one corrects.") @Nullable ActivityId supersedesId,

        @JsonPropertyDescription("ID of the activity that corrects this one.") @Nullable ActivityId supersededById,

        @JsonPropertyDescription("true for activities that another one corrects. Lists leave them out by default.")
        @JsonView(Bookkeeping.class)
        boolean superseded,

        @JsonPropertyDescription("When it happened, RFC 3339 with an offset. Default: now.")
        Instant occurredAt,

        CustomFields customFields,
        @Nullable String externalSource,
        @Nullable String externalId,
        Instant createdAt,
        Instant updatedAt,
        long version,
        String source,
        String lastActor)
        implements SyncedRecord {

    public enum Type {
        NOTE,
        CALL,
        EMAIL,
        MEETING,
        AGENT_ACTION,
        /** An event of another module, in a timeline; no activity is stored with it. */
        EVENT
    }
}
