package dev.tollgate.modules.crm;

import static dev.tollgate.contract.operation.Declaration.scoped;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tollgate.contract.operation.Declaration;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.operation.Patch;
import dev.tollgate.contract.operation.Trait;
import dev.tollgate.records.table.CustomFields;
import dev.tollgate.records.table.Listing;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What can be done with deals. */
public final class DealOperations {

    /** A deal to be made. */
    public record NewDeal(
            @JsonPropertyDescription("What it is about, in one line.") @Size(min = 1, max = Deal.TITLE_CHARS_MAX) String title,

            @JsonPropertyDescription("The stage it begins in; list_deal_stages gives them.")
            DealStageId stageId,

            @JsonPropertyDescription("The person it is made with; must be there.") @Nullable ContactId contactId,

            @JsonPropertyDescription("The company it is made with; must be there.") @Nullable CompanyId companyId,

            @JsonPropertyDescription("What it is worth, in cents of the currency; not without currency.")
            @Min(0) @Max(Deal.AMOUNT_CENTS_MAX) @Nullable Long amountCents,

            @JsonPropertyDescription("Currency of the amount: three letters of ISO 4217, such as EUR.")
            @Pattern(regexp = Deal.CURRENCY) @Nullable String currency,

            @JsonPropertyDescription("The day on which it should be closed.") @Nullable LocalDate expectedCloseOn,

            @JsonPropertyDescription("Why it was won or lost.") @Size(max = Deal.REASON_CHARS_MAX) @Nullable String closeReason,

            @JsonPropertyDescription("Who looks after it: a name, an address or an id, as you like.")
            @Size(max = Deal.OWNER_CHARS_MAX) @Nullable String owner,

            @JsonPropertyDescription("Fields of your own: a flat object of text, numbers and booleans.") @Nullable CustomFields customFields) {}

    /** Which deals are wanted. */
    public record DealQuery(
            @JsonPropertyDescription("Deals of a page, 25 if you do not say.") @Min(1) @Max(Listing.LIMIT_MAX) @Nullable Integer limit,

            @JsonPropertyDescription("The next_cursor of the page before.") @Nullable String cursor,

            @JsonPropertyDescription("Words that must all occur in title, close reason or owner.")
            @Size(max = Listing.QUERY_CHARS_MAX) @Nullable String query,

            @JsonPropertyDescription("Only deals in this stage.") @Nullable DealStageId stageId,

            @JsonPropertyDescription("Only deals that are open, won or lost.")
            DealStage.@Nullable Outcome status,

            @JsonPropertyDescription("Only deals with this contact.") @Nullable ContactId contactId,

            @JsonPropertyDescription("Only deals with this company.") @Nullable CompanyId companyId,

            @JsonPropertyDescription("Only deals in this currency.") @Pattern(regexp = Deal.CURRENCY) @Nullable String currency,

            @JsonPropertyDescription("Only deals this owner looks after.") @Size(max = Deal.OWNER_CHARS_MAX) @Nullable String owner,

            @JsonPropertyDescription("Only deals whose own fields have these values.") @Nullable CustomFields customFields) {}

    /** One deal. */
    public record DealRef(
            @JsonPropertyDescription("The id of the deal.") DealId id) {}

    /** What is to become of a deal. */
    public record DealPatch(
            @JsonPropertyDescription("The id of the deal.") DealId id,

            @JsonPropertyDescription("What it is about, in one line.")
            @NotNull @Size(min = 1, max = Deal.TITLE_CHARS_MAX) Patch<String> title,

            @JsonPropertyDescription("The stage it moves to: wins, loses or reopens it as that stage says.") @NotNull Patch<DealStageId> stageId,

            @JsonPropertyDescription("The person it is made with; null clears it.")
            Patch<ContactId> contactId,

            @JsonPropertyDescription("The company it is made with; null clears it.")
            Patch<CompanyId> companyId,

            @JsonPropertyDescription(
                    "What it is worth, in cents of the currency; null clears it: clear the currency too.")
            @Min(0) @Max(Deal.AMOUNT_CENTS_MAX) Patch<Long> amountCents,

            @JsonPropertyDescription("Currency of the amount; null clears it: clear the amount too.")
            Patch<@Pattern(regexp = Deal.CURRENCY) String> currency,

            @JsonPropertyDescription("The day on which it should be closed; null clears it.")
            Patch<LocalDate> expectedCloseOn,

            @JsonPropertyDescription("Why it was won or lost; null clears it.") @Size(max = Deal.REASON_CHARS_MAX) Patch<String> closeReason,

            @JsonPropertyDescription("Who looks after it; null clears it.") @Size(max = Deal.OWNER_CHARS_MAX) Patch<String> owner,

            @JsonPropertyDescription("Fields of your own, merged by name: null removes one, other names stay.")
            Patch<CustomFields> customFields) {}

    private static final NewDeal EXAMPLE = new NewDeal(
            "Yearly licence",
            new DealStageId(UUID.fromString("01940000-0000-7000-8000-000000000001")),
            null,
            null,
            1_200_000L,
            "EUR",
            LocalDate.parse("2030-03-31"),
            null,
            "grace@example.org",
            new CustomFields(Map.of("channel", "fair", "probability", 40)));

    public static final Operation<NewDeal, Deal> CREATE = Declaration.create("create_deal", "deal")
            .summary("Create a deal")
            .description(
                    "Makes a deal in one of the workspace's stages. Its status is the outcome of the stage; in a stage that is won or"
                            + " lost it is closed at once.")
            .app("POST", "/v1/deals", scoped("crm:write"))
            .with(Trait.DRY_RUN)
            .event("deal.created")
            .takes(NewDeal.class, EXAMPLE)
            .gives(Deal.class);

    public static final Operation<DealQuery, Page<Deal>> LIST = Declaration.read("list_deals", "deal")
            .summary("List deals")
            .description(
                    "Gives deals, newest first. All filters must match; query searches title, close reason and owner.")
            .app("GET", "/v1/deals", scoped("crm:read"))
            .takes(
                    DealQuery.class,
                    new DealQuery(10, null, null, null, DealStage.Outcome.OPEN, null, null, null, null, null))
            .givesPage(Deal.class);

    public static final Operation<DealRef, Deal> GET = Declaration.read("get_deal", "deal")
            .summary("Read a deal")
            .description("Gives one deal with its current version.")
            .app("GET", "/v1/deals/{id}", scoped("crm:read"))
            .with(Trait.CONDITIONAL)
            .takes(DealRef.class)
            .gives(Deal.class);

    public static final Operation<DealPatch, Deal> UPDATE = Declaration.write("update_deal", "deal")
            .summary("Change a deal")
            .description(
                    "Changes only the fields you send. Moving a deal into a stage that is won or lost closes it and sets closed_at;"
                            + " moving it back into an open stage opens it again.")
            .app("PATCH", "/v1/deals/{id}", scoped("crm:write"))
            .with(Trait.CONDITIONAL)
            .event("deal.updated")
            .takes(DealPatch.class)
            .gives(Deal.class);

    public static final Operation<DealRef, Deal> DELETE = Declaration.reduce("delete_deal", "deal")
            .summary("Delete a deal")
            .description("Removes a deal and the notes about it for good and gives its last state. While more than "
                    + Notes.GOING_MAX
                    + " notes name it: conflict; delete some first. To keep it, move it to a lost stage.")
            .app("DELETE", "/v1/deals/{id}", scoped("crm:write"))
            .with(Trait.CONDITIONAL)
            .event("deal.deleted")
            .takes(DealRef.class)
            .gives(Deal.class);

    /** All of them, in the order in which people read about them. */
    static final List<Operation<?, ?>> ALL = List.of(CREATE, LIST, GET, UPDATE, DELETE);

    private DealOperations() {}
}
