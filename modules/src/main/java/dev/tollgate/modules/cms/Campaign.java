package dev.tollgate.modules.cms;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.operation.AuditedAs;
import dev.tollgate.contract.outcome.FieldError;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.records.shape.CurrencyAmount;
import dev.tollgate.records.shape.CustomFields;
import dev.tollgate.records.shape.SyncedRecord;
import dev.tollgate.records.table.MovingStatus;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What posts are made for. Budget and currency are both set or both absent. */
public record Campaign(
        CampaignId id,
        WorkspaceId workspaceId,

        @JsonPropertyDescription("Name of the campaign.") @Size(min = 1, max = 200) String name,

        @JsonPropertyDescription("Description.") @AuditedAs(AuditedAs.Form.DIGEST) @Size(max = 5_000) @Nullable String description,

        @JsonPropertyDescription("Status: forward only, archived from each.")
        Status status,

        @JsonPropertyDescription("ID of the site.") @Nullable SiteId siteId,

        @JsonPropertyDescription("Starts on.") @Nullable LocalDate startsOn,

        @JsonPropertyDescription("Ends on.") @Nullable LocalDate endsOn,

        @JsonPropertyDescription("Budget in the smallest unit. Requires currency.")
        @Min(0) @Max(CurrencyAmount.CENTS_MAX) @Nullable Long budgetCents,

        @JsonPropertyDescription("ISO 4217 code.") @Pattern(regexp = CurrencyAmount.CODE) @Nullable String currency,

        @JsonPropertyDescription("Owner.") @Size(max = 128) @Nullable String owner,

        CustomFields customFields,
        @Nullable String externalSource,
        @Nullable String externalId,
        Instant createdAt,
        Instant updatedAt,
        long version,
        String source,
        String lastActor)
        implements SyncedRecord {

    public enum Status implements MovingStatus<Status> {
        DRAFT,
        ACTIVE,
        COMPLETED,
        ARCHIVED;

        @Override
        public Set<Status> next() {
            return switch (this) {
                case DRAFT -> EnumSet.of(ACTIVE, ARCHIVED);
                case ACTIVE -> EnumSet.of(COMPLETED, ARCHIVED);
                case COMPLETED -> EnumSet.of(ARCHIVED);
                case ARCHIVED -> EnumSet.noneOf(Status.class);
            };
        }
    }

    /** Faults between its fields. */
    List<FieldError> faults() {
        var faults = new ArrayList<>(CurrencyAmount.faults("budget_cents", budgetCents, currency));
        if (startsOn != null && endsOn != null && endsOn.isBefore(startsOn)) {
            faults.add(new FieldError("ends_on", "must not be before starts_on"));
        }
        return faults;
    }

    /** The changed campaign, if its status can become that. */
    Outcome<Campaign> moved(Campaign after) {
        var refusal = MovingStatus.refusal("campaign", status, after.status);
        return refusal == null ? Outcome.done(after) : Outcome.refused(refusal);
    }
}
