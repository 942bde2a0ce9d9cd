package dev.tollgate.modules.crm.invoice;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.operation.AuditedAs;
import dev.tollgate.contract.operation.AuditedAs.Form;
import dev.tollgate.contract.outcome.FieldError;
import dev.tollgate.contract.reference.CompanyId;
import dev.tollgate.contract.reference.ContactId;
import dev.tollgate.contract.reference.DealId;
import dev.tollgate.contract.reference.InvoiceId;
import dev.tollgate.records.shape.CustomFields;
import dev.tollgate.records.shape.SyncedRecord;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An issued invoice. What it says never changes; it is paid and refunded by {@link Payment}s, becomes overdue, or is
 * voided. The ids of contact, company and deal are history: those records may be deleted.
 */
public record Invoice(
        InvoiceId id,
        WorkspaceId workspaceId,

        @JsonPropertyDescription("Invoice number.") @Size(min = 1, max = 128) String number,

        @JsonPropertyDescription("open, paid or void.") Status status,

        @JsonPropertyDescription("ID of the company.") @Nullable CompanyId companyId,

        @JsonPropertyDescription("ID of the contact.") @Nullable ContactId contactId,

        @JsonPropertyDescription("ID of the deal.") @Nullable DealId dealId,

        @JsonPropertyDescription("Gaps: from company, then contact.")
        BillTo billTo,

        @JsonPropertyDescription("Currency.") @Size(min = 3, max = 3) String currency,

        @JsonPropertyDescription("Issue date.") LocalDate issueDate,

        @JsonPropertyDescription("Default: 30 days later.") LocalDate dueDate,

        @JsonPropertyDescription("Net; tax_rate in percent.") @Size(min = 1, max = 100) List<InvoiceLine> lines,

        @JsonPropertyDescription("Memo.") @Size(max = 2_000) @AuditedAs(Form.DIGEST) @Nullable String memo,

        @JsonPropertyDescription("ID of the invoice it replaces.") @Nullable InvoiceId replacesId,

        @JsonPropertyDescription("Sum of the lines, without tax.")
        long subtotalCents,

        @JsonPropertyDescription("Sum of the taxes.") long taxCents,

        @JsonPropertyDescription("Amount to pay.") long totalCents,

        @JsonPropertyDescription("Payments less refunds.") long paidCents,

        @JsonPropertyDescription("Amount still to pay.") long remainingCents,

        @JsonPropertyDescription("Tax by rate.") List<InvoiceTax> taxes,

        @JsonPropertyDescription("true while open after due_date.")
        boolean overdue,

        @JsonPropertyDescription("When it was overdue first.") @Nullable Instant overdueAt,

        @JsonPropertyDescription("paid_at of the payment that completed it.") @Nullable Instant paidAt,

        @JsonPropertyDescription("When it was voided.") @Nullable Instant voidedAt,

        @JsonPropertyDescription("Why it was voided.") @Size(min = 1, max = 128) @Nullable String voidReason,

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
        PAID,
        VOID
    }

    /** Faults that are known only when its recipient is. */
    List<FieldError> faults() {
        return billTo.name() == null
                ? List.of(new FieldError("bill_to.name", "is required: neither a company nor a contact gives one"))
                : List.of();
    }
}
