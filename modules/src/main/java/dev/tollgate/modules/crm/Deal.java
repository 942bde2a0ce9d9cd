package dev.tollgate.modules.crm;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.operation.Resource;
import dev.tollgate.contract.outcome.FieldError;
import dev.tollgate.records.table.CustomFields;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Business that may come about.
 *
 * @param status the outcome of its stage, never anything else
 * @param amountCents in the smallest unit of the currency; both are there or none
 * @param currency three letters of ISO 4217
 * @param closedAt when it was won or lost; null while it is open
 * @param closeReason why it was won or lost
 * @param owner who looks after it: free text
 * @param source the door of the last change
 * @param lastActor id of who made the last change
 */
public record Deal(
        DealId id,
        WorkspaceId workspaceId,

        @JsonPropertyDescription("What it is about, in one line.")
        String title,

        @JsonPropertyDescription("The stage it has reached.")
        DealStageId stageId,

        @JsonPropertyDescription("Whether it is open, won or lost: what its stage says.")
        DealStage.Outcome status,

        @JsonPropertyDescription("The person it is made with.") @Nullable ContactId contactId,

        @JsonPropertyDescription("The company it is made with.") @Nullable CompanyId companyId,

        @JsonPropertyDescription("What it is worth, in cents of its currency.") @Nullable Long amountCents,

        @JsonPropertyDescription("Currency of the amount, such as EUR.") @Nullable String currency,

        @JsonPropertyDescription("The day on which it should be closed.") @Nullable LocalDate expectedCloseOn,

        @JsonPropertyDescription("When it was won or lost.") @Nullable Instant closedAt,

        @JsonPropertyDescription("Why it was won or lost.") @Nullable String closeReason,

        @JsonPropertyDescription("Who looks after it.") @Nullable String owner,

        @JsonPropertyDescription("Fields of the workspace's own.")
        CustomFields customFields,

        Instant createdAt,
        Instant updatedAt,

        @JsonPropertyDescription("Counts every change, from 1.")
        long version,

        @JsonPropertyDescription("The door of the last change: api, mcp or control.")
        String source,

        @JsonPropertyDescription("Who made the last change.")
        String lastActor)
        implements Resource {

    static final int TITLE_CHARS_MAX = 200;
    static final int REASON_CHARS_MAX = 1_000;
    static final int OWNER_CHARS_MAX = 128;
    static final long AMOUNT_CENTS_MAX = 1_000_000_000_000_000L;
    static final String CURRENCY = "^[A-Z]{3}$";

    private static final Set<String> CURRENCIES = Currency.getAvailableCurrencies().stream()
            .map(Currency::getCurrencyCode)
            .collect(Collectors.toSet());

    /** The same deal as its stage says: closed when the stage closes it, open again when it does not. */
    Deal at(DealStage stage, Instant now) {
        var outcome = stage.outcome();
        var closed = outcome == status && closedAt != null ? closedAt : now;
        return new Deal(
                id,
                workspaceId,
                title,
                stage.id(),
                outcome,
                contactId,
                companyId,
                amountCents,
                currency,
                expectedCloseOn,
                outcome == DealStage.Outcome.OPEN ? null : closed,
                closeReason,
                owner,
                customFields,
                createdAt,
                updatedAt,
                version,
                source,
                lastActor);
    }

    /** What is wrong between its fields. */
    List<FieldError> faults() {
        if ((amountCents == null) != (currency == null)) {
            var missing = currency == null ? "currency" : "amount_cents";
            return List.of(new FieldError(missing, "amount_cents and currency go together: give both or neither"));
        }
        return currency == null || CURRENCIES.contains(currency)
                ? List.of()
                : List.of(new FieldError("currency", "is not a currency of ISO 4217"));
    }
}
