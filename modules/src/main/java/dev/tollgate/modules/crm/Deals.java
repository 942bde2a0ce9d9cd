package dev.tollgate.modules.crm;

import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.operation.Patch;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.modules.crm.DealOperations.DealPatch;
import dev.tollgate.modules.crm.DealOperations.NewDeal;
import dev.tollgate.records.ModuleContext;
import dev.tollgate.records.table.Column;
import dev.tollgate.records.table.RecordTable;
import dev.tollgate.records.table.TableDeclaration;
import dev.tollgate.records.work.Work;
import dev.tollgate.runtime.bus.OperationBus;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Answers the operations of deals on one event loop. A deal has the status of its stage: a call that sets the stage
 * reads it in the same transaction, and the table's foreign key compares both.
 */
final class Deals {

    private static final TableDeclaration<Deal> TABLE = DealOperations.DEALS.table();
    private static final Column<Deal, DealStageId> STAGE_ID = TABLE.column("stage_id", DealStageId.class);
    private static final Column<Deal, DealStage.Outcome> STATUS = TABLE.column("status", DealStage.Outcome.class);
    private static final Column<Deal, Instant> CLOSED_AT = TABLE.column("closed_at", Instant.class);

    private final RecordTable<Deal> deals;
    private final RecordTable<DealStage> stages;
    private final Work work;

    Deals(ModuleContext context) {
        this.deals = context.table(TABLE);
        this.stages = context.table(DealStageOperations.STAGES.table());
        this.work = context.work();
    }

    void serve(OperationBus bus) {
        bus.serve(DealOperations.CREATE, this::create);
        bus.serve(DealOperations.UPDATE, this::update);
    }

    private Future<Outcome<Deal>> create(Call<NewDeal> call) {
        return work.write(
                call,
                transaction -> stage(transaction, call, call.input().stageId())
                        .compose(stage -> deals.insert(
                                transaction, call, deals.fresh(call.input()).with(deal -> placed(deal, stage, call)))));
    }

    private Future<Outcome<Deal>> update(Call<DealPatch> call) {
        var patch = call.input();
        return work.write(
                call,
                transaction -> stage(transaction, call, patch.stageId())
                        .compose(stage -> deals.patch(
                                transaction,
                                call,
                                patch.id(),
                                deal -> Outcome.done(placed(deals.patched(deal, patch), stage, call)))));
    }

    private Future<Optional<DealStage>> stage(Transaction transaction, Call<?> call, Patch<DealStageId> moved) {
        return moved instanceof Patch.Set<DealStageId>(DealStageId stage)
                ? stage(transaction, call, stage)
                : Future.succeededFuture(Optional.empty());
    }

    private Future<Optional<DealStage>> stage(Transaction transaction, Call<?> call, DealStageId stage) {
        return stages.some(transaction, call, List.of(stage))
                .map(found -> found.stream().findFirst());
    }

    /** A missing stage leaves the deal unchanged: the table reports it with all other faults. */
    private static Deal placed(Deal deal, Optional<DealStage> stage, Call<?> call) {
        return stage.map(found -> placed(deal, found, call.facts().time())).orElse(deal);
    }

    /** Closed if the stage closes it, reopened if it does not. */
    private static Deal placed(Deal deal, DealStage stage, Instant now) {
        var outcome = stage.outcome();
        var closedAt = outcome == deal.status() && deal.closedAt() != null ? deal.closedAt() : now;
        return TABLE.copy(deal)
                .set(STAGE_ID, stage.id())
                .set(STATUS, outcome)
                .set(CLOSED_AT, outcome == DealStage.Outcome.OPEN ? null : closedAt)
                .done();
    }
}
