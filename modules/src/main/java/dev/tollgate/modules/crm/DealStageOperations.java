package dev.tollgate.modules.crm;

import static dev.tollgate.contract.operation.Declaration.scoped;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tollgate.contract.operation.Declaration;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.operation.Patch;
import dev.tollgate.contract.operation.Trait;
import dev.tollgate.records.table.Listing;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What can be done with the stages of deals. */
public final class DealStageOperations {

    /** A stage to be made. */
    public record NewDealStage(
            @JsonPropertyDescription("What people call it, such as Qualified.")
            @Size(min = 1, max = DealStage.NAME_CHARS_MAX) String name,

            @JsonPropertyDescription(
                    "Where it stands among the stages: lists begin with the smallest; equal ones by age.")
            @Min(0) @Max(DealStage.POSITION_MAX) int position,

            @JsonPropertyDescription("What its deals have come to, open if you do not say. It cannot be changed later.")
            DealStage.@Nullable Outcome outcome) {}

    /** Which stages are wanted. */
    public record DealStageQuery(
            @JsonPropertyDescription("Stages of a page, 25 if you do not say.")
            @Min(1) @Max(Listing.LIMIT_MAX) @Nullable Integer limit,

            @JsonPropertyDescription("The next_cursor of the page before.") @Nullable String cursor,

            @JsonPropertyDescription("Only stages whose deals have come to this.")
            DealStage.@Nullable Outcome outcome) {}

    /** One deal stage. */
    public record DealStageRef(
            @JsonPropertyDescription("The id of the deal stage.")
            DealStageId id) {}

    /** What is to become of a stage. */
    public record DealStagePatch(
            @JsonPropertyDescription("The id of the deal stage.")
            DealStageId id,

            @JsonPropertyDescription("What people call it.") @NotNull @Size(min = 1, max = DealStage.NAME_CHARS_MAX) Patch<String> name,

            @JsonPropertyDescription("Where it stands among the stages.") @NotNull @Min(0) @Max(DealStage.POSITION_MAX) Patch<Integer> position) {}

    private static final NewDealStage EXAMPLE = new NewDealStage("Qualified", 10, DealStage.Outcome.OPEN);

    public static final Operation<NewDealStage, DealStage> CREATE = Declaration.create(
                    "create_deal_stage", "deal_stage")
            .summary("Create a deal stage")
            .description(
                    "Makes a stage for deals. A workspace needs one before its first deal; most have several open ones, one that is won"
                            + " and one that is lost. Leave gaps between positions for later ones.")
            .app("POST", "/v1/deal-stages", scoped("crm:write"))
            .with(Trait.DRY_RUN)
            .event("deal_stage.created")
            .takes(NewDealStage.class, EXAMPLE)
            .gives(DealStage.class);

    public static final Operation<DealStageQuery, Page<DealStage>> LIST = Declaration.read(
                    "list_deal_stages", "deal_stage")
            .summary("List deal stages")
            .description("Gives the stages by position, from the smallest.")
            .app("GET", "/v1/deal-stages", scoped("crm:read"))
            .takes(DealStageQuery.class, new DealStageQuery(10, null, DealStage.Outcome.OPEN))
            .givesPage(DealStage.class);

    public static final Operation<DealStageRef, DealStage> GET = Declaration.read("get_deal_stage", "deal_stage")
            .summary("Read a deal stage")
            .description("Gives one deal stage with its current version.")
            .app("GET", "/v1/deal-stages/{id}", scoped("crm:read"))
            .with(Trait.CONDITIONAL)
            .takes(DealStageRef.class)
            .gives(DealStage.class);

    public static final Operation<DealStagePatch, DealStage> UPDATE = Declaration.write(
                    "update_deal_stage", "deal_stage")
            .summary("Change a deal stage")
            .description(
                    "Changes name and position only. The outcome stays, since it decides the status of the deals in the stage: for"
                            + " another outcome make another stage and move the deals.")
            .app("PATCH", "/v1/deal-stages/{id}", scoped("crm:write"))
            .with(Trait.CONDITIONAL)
            .event("deal_stage.updated")
            .takes(DealStagePatch.class)
            .gives(DealStage.class);

    /** All of them, in the order in which people read about them. */
    static final List<Operation<?, ?>> ALL = List.of(CREATE, LIST, GET, UPDATE);

    private DealStageOperations() {}
}
