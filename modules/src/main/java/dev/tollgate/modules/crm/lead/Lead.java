package dev.tollgate.modules.crm.lead;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.operation.AuditedAs;
import dev.tollgate.contract.outcome.FieldError;
import dev.tollgate.contract.reference.CompanyId;
import dev.tollgate.contract.reference.ContactId;
import dev.tollgate.contract.reference.DealId;
import dev.tollgate.contract.reference.LeadId;
import dev.tollgate.records.shape.CurrencyAmount;
import dev.tollgate.records.shape.CustomFields;
import dev.tollgate.records.shape.EmailAddress;
import dev.tollgate.records.shape.SyncedRecord;
import dev.tollgate.records.table.MovingStatus;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An enquiry of a person, before it is a contact. A conversion makes contact, company and deal of it, or finds them;
 * their ids stay on the lead as history, also after they are deleted.
 */
public record Lead(
        LeadId id,
        WorkspaceId workspaceId,

        @JsonPropertyDescription("Name of the lead.") @Size(min = 1, max = 200) String name,

        @JsonPropertyDescription("Email of the lead.")
        @Pattern(regexp = EmailAddress.PATTERN) @Size(max = EmailAddress.CHARS_MAX) @Nullable String email,

        @JsonPropertyDescription("Phone of the lead.") @Size(max = 64) @Nullable String phone,

        @JsonPropertyDescription("Job title.") @Size(max = 128) @Nullable String jobTitle,

        @JsonPropertyDescription("Company name.") @Size(max = 200) @Nullable String companyName,

        @JsonPropertyDescription("Domain of the company.") @Size(max = 253) @Nullable String companyDomain,

        @JsonPropertyDescription("Message of the lead.") @AuditedAs(AuditedAs.Form.DIGEST) @Size(max = 5_000) @Nullable String message,

        @JsonPropertyDescription("Owner of the lead.") @Size(max = 128) @Nullable String owner,

        @JsonPropertyDescription("Campaign of the lead.") @Size(max = 128) @Nullable String campaign,

        @JsonPropertyDescription("Default: api or mcp, as it is created.")
        Channel channel,

        @JsonPropertyDescription("In the smallest unit of the currency, which is required.")
        @Min(0) @Max(CurrencyAmount.CENTS_MAX) @Nullable Long amountCents,

        @JsonPropertyDescription("ISO 4217 code. Requires amount_cents.")
        @Pattern(regexp = CurrencyAmount.CODE) @Nullable String currency,

        @JsonPropertyDescription("Default new. Only convert_lead sets converted.")
        Status status,

        @JsonPropertyDescription("Required with that status.") @Size(min = 1, max = 128) @Nullable String disqualifiedReason,

        @JsonPropertyDescription("When it was converted.") @Nullable Instant convertedAt,

        @JsonPropertyDescription("ID of the contact that it became.") @Nullable ContactId contactId,

        @JsonPropertyDescription("ID of the company of that contact.") @Nullable CompanyId companyId,

        @JsonPropertyDescription("ID of the deal that it became.") @Nullable DealId dealId,

        @JsonPropertyDescription("What the conversion did.") @Nullable Conversion conversion,

        CustomFields customFields,
        @Nullable String externalSource,
        @Nullable String externalId,
        Instant createdAt,
        Instant updatedAt,
        long version,
        String source,
        String lastActor)
        implements SyncedRecord {

    public enum Channel {
        MANUAL,
        WEBSITE,
        REFERRAL,
        CAMPAIGN,
        IMPORT,
        API,
        MCP,
        OTHER;

        /** The one of a lead that does not say it, by the {@code source} of its record. */
        static Channel of(String source) {
            return switch (source) {
                case "api" -> API;
                case "mcp" -> MCP;
                default -> MANUAL;
            };
        }
    }

    public enum Status implements MovingStatus<Status> {
        NEW,
        WORKING,
        QUALIFIED,
        DISQUALIFIED,
        CONVERTED;

        /** By an update; the first three are also converted. */
        @Override
        public Set<Status> next() {
            return switch (this) {
                case NEW -> EnumSet.of(WORKING, QUALIFIED, DISQUALIFIED);
                case WORKING -> EnumSet.of(QUALIFIED, DISQUALIFIED);
                case QUALIFIED -> EnumSet.of(WORKING, DISQUALIFIED);
                case DISQUALIFIED -> EnumSet.of(WORKING);
                case CONVERTED -> EnumSet.noneOf(Status.class);
            };
        }

        boolean converts() {
            return this == NEW || this == WORKING || this == QUALIFIED;
        }
    }

    /** What a conversion did with each record. */
    public record Conversion(Part contact, Part company, Part deal) {

        public enum Part {
            CREATED,
            MATCHED,
            NONE
        }
    }

    public Lead {
        email = EmailAddress.lowerCase(email);
        companyDomain = EmailAddress.lowerCase(companyDomain);
    }

    /** Faults between its fields. */
    List<FieldError> faults() {
        var faults = new ArrayList<>(CurrencyAmount.faults("amount_cents", amountCents, currency));
        if (status == Status.CONVERTED && convertedAt == null) {
            faults.add(new FieldError("status", "becomes converted by convert_lead only"));
        }
        if (status == Status.DISQUALIFIED && disqualifiedReason == null) {
            faults.add(new FieldError("disqualified_reason", "is required with the status disqualified"));
        }
        if (status != Status.DISQUALIFIED && disqualifiedReason != null) {
            faults.add(new FieldError("disqualified_reason", "goes with the status disqualified only"));
        }
        return faults;
    }

    /** The domain by which its company is found; null if it has none, or one of free mail. */
    @Nullable String ownDomain() {
        if (companyDomain != null) {
            return companyDomain;
        }
        var domain = email == null ? null : email.substring(email.indexOf('@') + 1);
        return domain == null || FreeMail.has(domain) ? null : domain;
    }
}
