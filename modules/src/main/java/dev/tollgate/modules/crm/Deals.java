package dev.tollgate.modules.crm;

import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.operation.Patch;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.modules.crm.DealOperations.DealPatch;
import dev.tollgate.modules.crm.DealOperations.DealQuery;
import dev.tollgate.modules.crm.DealOperations.DealRef;
import dev.tollgate.modules.crm.DealOperations.NewDeal;
import dev.tollgate.records.Workshop;
import dev.tollgate.records.table.RecordTable;
import dev.tollgate.records.table.TableDeclaration;
import dev.tollgate.records.work.Work;
import dev.tollgate.runtime.bus.OperationBus;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Answers the operations of deals on one event loop. A deal has the status of its stage: whoever sets the stage reads
 * it in the same transaction, and the table's foreign key compares both.
 */
final class Deals {

    static final String TABLE_NAME = "crm.deal";

    private static final TableDeclaration<Deal> TABLE = TableDeclaration.of(Deal.class, TABLE_NAME)
            .madeFrom(NewDeal.class)
            .startingWith("status", DealStage.Outcome.OPEN)
            .changedBy(DealPatch.class)
            .listedBy(DealQuery.class)
            .searched()
            .referring("stage_id", DealStages.TABLE_NAME)
            .referring("contact_id", Contacts.TABLE_NAME)
            .referring("company_id", Companies.TABLE_NAME)
            .ruledBy(Deal::faults);

    private final RecordTable<Deal> deals;
    private final Notes notes;
    private final RecordTable<DealStage> stages;
    private final Work work;
    private final InstantSource clock;

    Deals(Workshop workshop, Notes notes) {
        this.notes = notes;
        this.deals = workshop.table(TABLE);
        this.stages = workshop.table(DealStages.TABLE);
        this.work = workshop.work();
        this.clock = workshop.clock();
    }

    void serve(OperationBus bus) {
        bus.serve(DealOperations.CREATE, this::create);
        bus.serve(DealOperations.LIST, call -> deals.page(call, call.input()));
        bus.serve(DealOperations.GET, call -> deals.get(call, call.input().id()));
        bus.serve(DealOperations.UPDATE, this::update);
        bus.serve(DealOperations.DELETE, this::delete);
    }

    private Future<Outcome<Deal>> create(Call<NewDeal> call) {
        var fresh = deals.fresh(call.input());
        return work.write(
                call,
                transaction -> stage(transaction, call, call.input().stageId())
                        .compose(stage -> deals.insert(transaction, call, stamp -> placed(fresh.apply(stamp), stage))));
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
                                deal -> Outcome.done(placed(deals.patched(deal, patch), stage)))));
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

    /** A stage that is not there leaves the deal as it is: the table tells the caller, with all other faults. */
    private Deal placed(Deal deal, Optional<DealStage> stage) {
        return stage.map(found -> deal.at(found, clock.instant())).orElse(deal);
    }

    private Future<Outcome<Deal>> delete(Call<DealRef> call) {
        var id = call.input().id();
        return deals.remove(call, id, transaction -> notes.going(transaction, call, "deal_id", id));
    }
}
