package dev.tollgate.modules.crm.lead;

import static dev.tollgate.contract.operation.Declaration.scoped;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tollgate.contract.operation.BatchAnswer;
import dev.tollgate.contract.operation.Declaration;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.operation.Patch;
import dev.tollgate.contract.operation.Trait;
import dev.tollgate.contract.reference.CompanyId;
import dev.tollgate.contract.reference.ContactId;
import dev.tollgate.contract.reference.DealId;
import dev.tollgate.contract.reference.LeadId;
import dev.tollgate.modules.crm.contact.NoteOperations;
import dev.tollgate.modules.crm.deal.DealStageId;
import dev.tollgate.records.page.SearchQuery;
import dev.tollgate.records.resource.Cascade;
import dev.tollgate.records.resource.Ref;
import dev.tollgate.records.resource.ResourceOperations;
import dev.tollgate.records.shape.CurrencyAmount;
import dev.tollgate.records.shape.CustomFields;
import dev.tollgate.records.shape.EmailAddress;
import dev.tollgate.records.shape.Identified;
import dev.tollgate.records.table.Batch;
import dev.tollgate.records.table.ListInput;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** The operations of leads. Fields are described on {@link Lead}. */
public final class LeadOperations {

    public record NewLead(
            String name,
            @Nullable String email,
            @Nullable String phone,
            @Nullable String jobTitle,
            @Nullable String companyName,
            @Nullable String companyDomain,
            @Nullable String message,
            @Nullable String owner,
            @Nullable String campaign,
            Lead.@Nullable Channel channel,
            @Nullable Long amountCents,
            @Nullable String currency,
            Lead.@Nullable Status status,
            @Nullable String disqualifiedReason,
            @Nullable CustomFields customFields,
            @Nullable String externalSource,
            @Nullable String externalId) {}

    public record LeadQuery(
            @Nullable Integer limit,
            @Nullable String cursor,
            @Nullable String query,
            @Nullable String name,
            @Nullable String email,
            @Nullable String companyDomain,
            @Nullable String owner,
            @Nullable String campaign,
            Lead.@Nullable Channel channel,
            Lead.@Nullable Status status,
            @Nullable ContactId contactId,
            @Nullable CompanyId companyId,
            @Nullable DealId dealId,
            @Nullable CustomFields customFields)
            implements SearchQuery {

        public LeadQuery {
            email = EmailAddress.lowerCase(email);
            companyDomain = EmailAddress.lowerCase(companyDomain);
        }
    }

    public record LeadPatch(
            LeadId id,
            Patch<String> name,
            Patch<String> email,
            Patch<String> phone,
            Patch<String> jobTitle,
            Patch<String> companyName,
            Patch<String> companyDomain,
            Patch<String> message,
            Patch<String> owner,
            Patch<String> campaign,
            Patch<Lead.Channel> channel,
            Patch<Long> amountCents,
            Patch<String> currency,
            Patch<Lead.Status> status,
            Patch<String> disqualifiedReason,
            Patch<CustomFields> customFields,
            Patch<String> externalSource,
            Patch<String> externalId)
            implements Identified {}

    /** The deal of a conversion; what it leaves out comes from the lead. */
    public record LeadDeal(
            @JsonPropertyDescription("Default: the name of the company or lead.") @Size(min = 1, max = 200) @Nullable String title,

            @JsonPropertyDescription("Default: the first open one.") @Nullable DealStageId stageId,

            @JsonPropertyDescription("Default: that of the lead.") @Min(0) @Max(CurrencyAmount.CENTS_MAX) @Nullable Long amountCents,

            @JsonPropertyDescription("Currency.") @Pattern(regexp = CurrencyAmount.CODE) @Nullable String currency,

            @JsonPropertyDescription("Expected close.") @Nullable LocalDate expectedCloseOn,

            @JsonPropertyDescription("Default: that of the lead.") @Size(max = 128) @Nullable String owner,

            @Nullable CustomFields customFields) {

        static final LeadDeal OF_LEAD = new LeadDeal(null, null, null, null, null, null, null);
    }

    public record LeadConversion(
            LeadId id,

            @JsonPropertyDescription("Default: the one of its e-mail address, else a new one.") @Nullable ContactId contactId,

            @JsonPropertyDescription("Default: that of the contact or domain, else a new one.") @Nullable CompanyId companyId,

            @JsonPropertyDescription("Default true.") @Nullable Boolean createCompany,

            @JsonPropertyDescription("Default true.") @Nullable Boolean createDeal,

            @JsonPropertyDescription("The deal.") @Nullable LeadDeal deal)
            implements Identified {

        boolean createsCompany() {
            return !Boolean.FALSE.equals(createCompany);
        }

        boolean createsDeal() {
            return !Boolean.FALSE.equals(createDeal);
        }
    }

    public static final ResourceOperations<LeadId, Lead> LEADS = ResourceOperations.of(
                    Lead.class, LeadId.class, "crm", "leads")
            .stored(table -> table.startingWith("status", Lead.Status.NEW)
                    .startingBy("channel", stamp -> Lead.Channel.of(stamp.source()))
                    .sortedBy("converted_at")
                    .ruledBy(Lead::faults)
                    .movedBy(LeadMoves::moved)
                    .announcedBy(LeadMoves::verb, "qualified", "disqualified", "converted"));

    public static final Operation<NewLead, Lead> CREATE =
            LEADS.create(NewLead.class, """
            {
              "name": "Lin Berg",
              "email": "lin@kestrel.example",
              "job_title": "Head of operations",
              "company_name": "Kestrel",
              "company_domain": "kestrel.example",
              "message": "Please send an offer for 40 seats.",
              "owner": "grace@example.org",
              "campaign": "autumn-fair",
              "channel": "website",
              "amount_cents": 480000,
              "currency": "EUR",
              "custom_fields": {"language": "no", "seats": 40}
            }
            """, "Records an enquiry. Only the name is required.");

    public static final Operation<ListInput<LeadQuery>, Page<Lead>> LIST =
            LEADS.list(LeadQuery.class, """
            {"limit": 10, "query": "offer", "status": "new"}
            """, "Returns leads, newest first. All filters must match.");

    public static final Operation<Ref<LeadId>, Lead> GET = LEADS.get();

    public static final Operation<LeadPatch, Lead> UPDATE = LEADS.update(
            LeadPatch.class, "Changes only the fields you send. A conflict names the statuses that may follow.");

    public static final Operation<Ref<LeadId>, Lead> DELETE = LEADS.delete(
            "Deletes a lead and its notes for good and returns its last state. What it became stays. Fails with"
                    + " conflict while more than " + NoteOperations.CASCADE_MAX + " notes refer to it.",
            new Cascade(() -> NoteOperations.NOTES, "lead_id", NoteOperations.CASCADE_MAX));

    public static final Operation<Batch<NewLead>, BatchAnswer<Lead>> CREATE_ALL = LEADS.createBatch(CREATE);

    public static final Operation<LeadConversion, ConvertedLead> CONVERT = LEADS.add(Declaration.write(
                    "convert_lead", "lead")
            .summary("Convert a lead")
            .description("Converts a lead to contact, company and deal, or fills empty fields of those that match;"
                    + " dry_run shows which.")
            .app("POST", "/v1/leads/{id}/convert", scoped("crm:write"))
            .with(Trait.LOSSLESS)
            .with(Trait.CONDITIONAL)
            .with(Trait.DRY_RUN)
            .takes(LeadConversion.class)
            .gives(ConvertedLead.class));

    private LeadOperations() {}
}
