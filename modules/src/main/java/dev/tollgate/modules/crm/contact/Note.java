package dev.tollgate.modules.crm.contact;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.annotation.JsonView;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.operation.AuditedAs;
import dev.tollgate.contract.outcome.FieldError;
import dev.tollgate.contract.reference.CompanyId;
import dev.tollgate.contract.reference.ContactId;
import dev.tollgate.contract.reference.DealId;
import dev.tollgate.contract.reference.InvoiceId;
import dev.tollgate.contract.reference.LeadId;
import dev.tollgate.records.shape.Bookkeeping;
import dev.tollgate.records.shape.SyncedRecord;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A note about one contact, company, deal, lead or invoice. It is deleted with the record it is about. */
public record Note(
        NoteId id,
        WorkspaceId workspaceId,

        @JsonPropertyDescription("Plain text.") @AuditedAs(AuditedAs.Form.DIGEST) @Size(min = 1, max = 20_000) String body,

        @JsonPropertyDescription("ID of the contact it is about.") @Nullable ContactId contactId,

        @JsonPropertyDescription("ID of the company it is about.") @Nullable CompanyId companyId,

        @JsonPropertyDescription("ID of the deal it is about.") @Nullable DealId dealId,

        @JsonPropertyDescription("ID of the lead it is about.") @Nullable LeadId leadId,

        @JsonPropertyDescription("ID of the invoice it is about.") @Nullable InvoiceId invoiceId,

        @Nullable String externalSource,
        @Nullable String externalId,
        @JsonView(Bookkeeping.Concise.class) Instant createdAt,
        Instant updatedAt,
        long version,
        String source,
        String lastActor)
        implements SyncedRecord {

    /** Faults between its fields. */
    List<FieldError> faults() {
        var about = Stream.of(contactId, companyId, dealId, leadId, invoiceId)
                .filter(Objects::nonNull)
                .count();
        return about == 1
                ? List.of()
                : List.of(new FieldError(
                        "contact_id",
                        "give one of contact_id, company_id, deal_id, lead_id and invoice_id, and only one"));
    }
}
