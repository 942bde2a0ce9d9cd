package dev.tollgate.modules.crm.invoice;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.operation.AuditedAs;
import dev.tollgate.contract.operation.AuditedAs.Form;
import dev.tollgate.contract.reference.InvoiceId;
import dev.tollgate.records.shape.CurrencyAmount;
import dev.tollgate.records.shape.CustomFields;
import dev.tollgate.records.shape.SyncedRecord;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Money received for an invoice, or paid back. Never changed: a wrong one is refunded. */
public record Payment(
        PaymentId id,
        WorkspaceId workspaceId,

        @JsonPropertyDescription("ID of the invoice.") InvoiceId invoiceId,

        @JsonPropertyDescription("Kind.") Kind kind,

        @JsonPropertyDescription("For a refund: ID of its payment.") @Nullable PaymentId refundOfId,

        @JsonPropertyDescription("Amount in cents.") @Min(1) @Max(CurrencyAmount.CENTS_MAX) long amountCents,

        @JsonPropertyDescription("Currency of the invoice.") String currency,

        @JsonPropertyDescription("Method.") Method method,

        @JsonPropertyDescription("Never a card number.") @Size(max = 128) @AuditedAs(Form.LAST_4) @Nullable String reference,

        @JsonPropertyDescription("Memo.") @Size(max = 1_000) @AuditedAs(Form.DIGEST) @Nullable String memo,

        @JsonPropertyDescription("Default: now.") Instant paidAt,

        CustomFields customFields,
        @Nullable String externalSource,
        @Nullable String externalId,
        Instant createdAt,
        Instant updatedAt,
        long version,
        String source,
        String lastActor)
        implements SyncedRecord {

    public enum Kind {
        PAYMENT,
        REFUND
    }

    public enum Method {
        BANK_TRANSFER,
        CARD,
        CASH,
        CHECK,
        DIRECT_DEBIT,
        OTHER
    }
}
