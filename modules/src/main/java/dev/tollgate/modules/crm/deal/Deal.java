package dev.tollgate.modules.crm.deal;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.outcome.FieldError;
import dev.tollgate.contract.reference.CompanyId;
import dev.tollgate.contract.reference.ContactId;
import dev.tollgate.contract.reference.DealId;
import dev.tollgate.contract.reference.LeadId;
import dev.tollgate.records.shape.CurrencyAmount;
import dev.tollgate.records.shape.CustomFields;
import dev.tollgate.records.shape.SyncedRecord;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A business opportunity. Its status is the outcome of its stage; amount and currency are both set or both absent. */
public record Deal(
        DealId id,
        WorkspaceId workspaceId,

        @JsonPropertyDescription("What it is about, in one line.") @Size(min = 1, max = 200) String title,

        @JsonPropertyDescription("Its stage decides whether it is open, won or lost. See list_deal_stages.")
        DealStageId stageId,

        @JsonPropertyDescription("open, won or lost: the outcome of its stage.")
        DealStage.Outcome status,

        @JsonPropertyDescription("ID of the contact.") @Nullable ContactId contactId,

        @JsonPropertyDescription("ID of the company.") @Nullable CompanyId companyId,

        @JsonPropertyDescription("ID of the lead that it was made of.") @Nullable LeadId leadId,

        @JsonPropertyDescription("Value in the smallest unit of the currency, which is required.")
        @Min(0) @Max(CurrencyAmount.CENTS_MAX) @Nullable Long amountCents,

        @JsonPropertyDescription("ISO 4217 code, such as EUR. Requires amount_cents.")
        @Pattern(regexp = CurrencyAmount.CODE) @Nullable String currency,

        @JsonPropertyDescription("Expected closing date.") @Nullable LocalDate expectedCloseOn,

        @JsonPropertyDescription("When it was won or lost. Absent while open.") @Nullable Instant closedAt,

        @JsonPropertyDescription("Why it was won or lost.") @Size(max = 1_000) @Nullable String closeReason,

        @JsonPropertyDescription("Who is responsible: a name, address or ID in free text.") @Size(max = 128) @Nullable String owner,

        CustomFields customFields,
        @Nullable String externalSource,
        @Nullable String externalId,
        Instant createdAt,
        Instant updatedAt,
        long version,
        String source,
        String lastActor)
        implements SyncedRecord {

    /** Faults between its fields. */
    List<FieldError> faults() {
        return CurrencyAmount.faults("amount_cents", amountCents, currency);
    }
}
