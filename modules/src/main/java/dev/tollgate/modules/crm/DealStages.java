package dev.tollgate.modules.crm;

import dev.tollgate.records.Workshop;
import dev.tollgate.records.table.RecordTable;
import dev.tollgate.records.table.TableDeclaration;
import dev.tollgate.runtime.bus.OperationBus;

/** Answers the operations of the stages of deals on one event loop. */
final class DealStages {

    static final String TABLE_NAME = "crm.deal_stage";

    static final TableDeclaration<DealStage> TABLE = TableDeclaration.of(DealStage.class, TABLE_NAME)
            .madeFrom(DealStageOperations.NewDealStage.class)
            .startingWith("outcome", DealStage.Outcome.OPEN)
            .changedBy(DealStageOperations.DealStagePatch.class)
            .listedBy(DealStageOperations.DealStageQuery.class)
            .inOrderOf("position");

    private final RecordTable<DealStage> stages;

    DealStages(Workshop workshop) {
        this.stages = workshop.table(TABLE);
    }

    void serve(OperationBus bus) {
        bus.serve(DealStageOperations.CREATE, call -> stages.create(call, call.input()));
        bus.serve(DealStageOperations.LIST, call -> stages.page(call, call.input()));
        bus.serve(DealStageOperations.GET, call -> stages.get(call, call.input().id()));
        bus.serve(
                DealStageOperations.UPDATE,
                call -> stages.update(call, call.input().id(), call.input()));
    }
}
