package dev.tollgate.modules.crm.deal;

import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.operation.Patch;
import dev.tollgate.records.page.ListQuery;
import dev.tollgate.records.resource.Ref;
import dev.tollgate.records.resource.ResourceOperations;
import dev.tollgate.records.shape.Identified;
import dev.tollgate.records.table.ListInput;
import org.jspecify.annotations.Nullable;

/** The operations of the stages of deals. Fields are described on {@link DealStage}. */
public final class DealStageOperations {

    public record NewDealStage(
            String name,
            int position,
            DealStage.@Nullable Outcome outcome,
            @Nullable Boolean active,
            @Nullable String externalSource,
            @Nullable String externalId) {}

    public record DealStageQuery(
            @Nullable Integer limit, @Nullable String cursor, DealStage.@Nullable Outcome outcome)
            implements ListQuery {}

    public record DealStagePatch(
            DealStageId id,
            Patch<String> name,
            Patch<Integer> position,
            Patch<Boolean> active,
            Patch<String> externalSource,
            Patch<String> externalId)
            implements Identified {}

    public static final ResourceOperations<DealStageId, DealStage> STAGES = ResourceOperations.of(
                    DealStage.class, DealStageId.class, "crm", "deal stages")
            .stored(table -> table.startingWith("outcome", DealStage.Outcome.OPEN)
                    .startingWith("active", true)
                    .inOrderOf("position"));

    public static final Operation<NewDealStage, DealStage> CREATE = STAGES.create(
            NewDealStage.class,
            """
            {"name": "Qualified", "position": 10, "outcome": "open"}
            """,
            "Creates a stage for deals. A workspace without stages gets six with its first list or deal.");

    public static final Operation<ListInput<DealStageQuery>, Page<DealStage>> LIST =
            STAGES.list(DealStageQuery.class, """
            {"limit": 10, "outcome": "open"}
            """, "Returns the stages by position, smallest first.");

    public static final Operation<Ref<DealStageId>, DealStage> GET = STAGES.get();

    public static final Operation<DealStagePatch, DealStage> UPDATE = STAGES.update(
            DealStagePatch.class,
            "Changes only the fields you send. For another outcome create another stage and move the deals.");

    private DealStageOperations() {}
}
