package dev.tollgate.modules.tasks;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.reference.CompanyId;
import dev.tollgate.contract.reference.ContactId;
import dev.tollgate.contract.reference.DealId;
import dev.tollgate.contract.reference.InvoiceId;
import dev.tollgate.contract.reference.LeadId;
import dev.tollgate.contract.reference.TicketId;
import dev.tollgate.records.shape.CustomFields;
import dev.tollgate.records.shape.SyncedRecord;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A task of a person. */
public record Task(
        TaskId id,
        WorkspaceId workspaceId,

        @JsonPropertyDescription("What to do, in one line.") @Size(min = 1, max = 200) String title,

        @JsonPropertyDescription("Details in plain text.") @Size(max = 10_000) @Nullable String description,

        @JsonPropertyDescription("open, completed or canceled.")
        Status status,

        @JsonPropertyDescription("Due time, RFC 3339 with an offset.") @Nullable Instant dueAt,

        @JsonPropertyDescription("Who has to do it: a name, address or ID in free text.") @Size(max = 128) @Nullable String assignee,

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

        @JsonPropertyDescription("Result, when completed.") @Size(max = 2_000) @Nullable String completedNote,

        CustomFields customFields,
        @Nullable String externalSource,
        @Nullable String externalId,
        Instant createdAt,
        Instant updatedAt,
        long version,
        String source,
        String lastActor)
        implements SyncedRecord {

    public enum Status {
        OPEN,
        COMPLETED,
        CANCELED
    }
}
