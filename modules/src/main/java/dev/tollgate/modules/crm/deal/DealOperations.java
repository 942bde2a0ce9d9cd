package dev.tollgate.modules.crm.deal;

import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.operation.Patch;
import dev.tollgate.contract.reference.CompanyId;
import dev.tollgate.contract.reference.ContactId;
import dev.tollgate.contract.reference.DealId;
import dev.tollgate.modules.crm.contact.NoteOperations;
import dev.tollgate.records.page.SearchQuery;
import dev.tollgate.records.resource.Cascade;
import dev.tollgate.records.resource.Ref;
import dev.tollgate.records.resource.ResourceOperations;
import dev.tollgate.records.shape.CurrencyAmount;
import dev.tollgate.records.shape.CustomFields;
import dev.tollgate.records.shape.Identified;
import dev.tollgate.records.table.ListInput;
import jakarta.validation.constraints.Pattern;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** The operations of deals. Fields are described on {@link Deal}. */
public final class DealOperations {

    public record NewDeal(
            String title,
            @Nullable DealStageId stageId,
            @Nullable ContactId contactId,
            @Nullable CompanyId companyId,
            @Nullable Long amountCents,
            @Nullable String currency,
            @Nullable LocalDate expectedCloseOn,
            @Nullable String closeReason,
            @Nullable String owner,
            @Nullable CustomFields customFields,
            @Nullable String externalSource,
            @Nullable String externalId) {}

    public record DealQuery(
            @Nullable Integer limit,
            @Nullable String cursor,
            @Nullable String query,
            @Nullable DealStageId stageId,
            DealStage.@Nullable Outcome status,
            @Nullable ContactId contactId,
            @Nullable CompanyId companyId,
            @Pattern(regexp = CurrencyAmount.CODE) @Nullable String currency,
            @Nullable String owner,
            @Nullable CustomFields customFields)
            implements SearchQuery {}

    public record DealPatch(
            DealId id,
            Patch<String> title,
            Patch<DealStageId> stageId,
            Patch<ContactId> contactId,
            Patch<CompanyId> companyId,
            Patch<Long> amountCents,
            Patch<String> currency,
            Patch<LocalDate> expectedCloseOn,
            Patch<String> closeReason,
            Patch<String> owner,
            Patch<CustomFields> customFields,
            Patch<String> externalSource,
            Patch<String> externalId)
            implements Identified {}

    public static final ResourceOperations<DealId, Deal> DEALS = ResourceOperations.of(
                    Deal.class, DealId.class, "crm", "deals")
            .stored(table -> table.startingWith("status", DealStage.Outcome.OPEN)
                    .sortedBy("amount_cents")
                    .sortedBy("expected_close_on")
                    .sortedBy("closed_at")
                    .ruledBy(Deal::faults)
                    .announcedBy(DealOperations::verb, "won", "lost", "reopened"));

    private static @Nullable String verb(Deal before, Deal after) {
        if (before.status() == after.status()) {
            return null;
        }
        return switch (after.status()) {
            case OPEN -> "reopened";
            case WON -> "won";
            case LOST -> "lost";
        };
    }

    public static final Operation<NewDeal, Deal> CREATE = DEALS.create(
            NewDeal.class,
            """
            {
              "title": "Yearly licence",
              "stage_id": "dls_01jg000000e008000000000001",
              "amount_cents": 1200000,
              "currency": "EUR",
              "expected_close_on": "2030-03-31",
              "owner": "grace@example.org",
              "custom_fields": {"channel": "fair", "probability": 40}
            }
            """,
            "Creates a deal, in the first open stage by default. In a stage that is won or lost it is closed at once.");

    public static final Operation<ListInput<DealQuery>, Page<Deal>> LIST = DEALS.list(
            DealQuery.class,
            """
            {"limit": 10, "status": "open"}
            """,
            "Returns deals, newest first. All filters must match; query searches title, close reason and owner.");

    public static final Operation<Ref<DealId>, Deal> GET = DEALS.get();

    public static final Operation<DealPatch, Deal> UPDATE = DEALS.update(
            DealPatch.class,
            "Changes only the fields you send. A stage that is won or lost closes the deal, an open one reopens it.");

    public static final Operation<Ref<DealId>, Deal> DELETE = DEALS.delete(
            "Deletes a deal and its notes for good and returns its last state. Fails with conflict while"
                    + " more than " + NoteOperations.CASCADE_MAX
                    + " notes refer to it: delete some first.",
            new Cascade(() -> NoteOperations.NOTES, "deal_id", NoteOperations.CASCADE_MAX));

    private DealOperations() {}
}
