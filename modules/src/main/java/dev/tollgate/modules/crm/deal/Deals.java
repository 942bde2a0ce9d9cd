package dev.tollgate.modules.crm.deal;

import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.operation.Patch;
import dev.tollgate.contract.operation.Resource;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.modules.crm.deal.DealOperations.DealPatch;
import dev.tollgate.modules.crm.deal.DealOperations.NewDeal;
import dev.tollgate.records.ModuleContext;
import dev.tollgate.records.shape.Column;
import dev.tollgate.records.shape.NewRecord;
import dev.tollgate.records.table.RecordTable;
import dev.tollgate.records.table.TableDeclaration;
import dev.tollgate.records.work.Change;
import dev.tollgate.records.work.Work;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Makes and changes deals on one event loop. A deal has the status of its stage: a call that sets the stage reads it in
 * the same transaction, and the table's foreign key compares both.
 */
public final class Deals {

    private static final TableDeclaration<Deal> TABLE = DealOperations.DEALS.table();
    private static final Column<Deal, DealStageId> STAGE_ID = TABLE.column("stage_id", DealStageId.class);
    private static final Column<Deal, DealStage.Outcome> STATUS = TABLE.column("status", DealStage.Outcome.class);
    private static final Column<Deal, Instant> CLOSED_AT = TABLE.column("closed_at", Instant.class);

    private static final Refusal INACTIVE = new Refusal.Conflict(
            "The stage is inactive: no deal moves into it. Choose another stage, or set its active to true.");

    private final RecordTable<Deal> deals;
    private final Stages stages;
    private final Work work;

    public Deals(ModuleContext context, Stages stages) {
        this.deals = context.table(TABLE);
        this.stages = stages;
        this.work = context.work();
    }

    public Future<Outcome<Deal>> create(Call<NewDeal> call) {
        return work.write(call, transaction -> made(transaction, call, call.input(), deal -> deal));
    }

    /** Makes a deal in the stage that is given, or in the first open one. */
    public Future<Outcome<Change<Deal>>> made(
            Transaction transaction, Call<?> call, NewDeal input, UnaryOperator<Deal> completed) {
        var wanted = input.stageId();
        var stage = wanted == null ? stages.first(transaction, call) : stages.stage(transaction, call, wanted);
        var fresh = deals.fresh(input);
        return stage.compose(found -> {
            var placed = new NewRecord<Deal>(
                    stamp -> completed.apply(placed(fresh.fresh().apply(stamp), found, call)),
                    before -> fresh.merged()
                            .apply(before)
                            .map(deal -> wanted == null ? deal : placed(deal, found, call)));
            return deals.insert(transaction, call, placed).map(outcome -> intoActive(outcome, found));
        });
    }

    public Future<Outcome<Deal>> update(Call<DealPatch> call) {
        var patch = call.input();
        return work.write(
                call,
                transaction -> moved(transaction, call, patch.stageId())
                        .compose(stage -> deals.patch(
                                        transaction,
                                        call,
                                        patch.id(),
                                        deal -> Outcome.done(placed(deals.patched(deal, patch), stage, call)))
                                .map(outcome -> intoActive(outcome, stage))));
    }

    private Future<Optional<DealStage>> moved(Transaction transaction, Call<?> call, Patch<DealStageId> patch) {
        return patch instanceof Patch.Set<DealStageId>(DealStageId stage)
                ? stages.stage(transaction, call, stage)
                : Future.succeededFuture(Optional.empty());
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

    /** Refuses a change that has moved a deal into an inactive stage; one that is there may stay. */
    private static Outcome<Change<Deal>> intoActive(Outcome<Change<Deal>> outcome, Optional<DealStage> stage) {
        return outcome instanceof Outcome.Done<Change<Deal>>(Change<Deal> change)
                        && stage.filter(found -> !found.active() && moves(change, found))
                                .isPresent()
                ? Outcome.refused(INACTIVE)
                : outcome;
    }

    private static boolean moves(Change<Deal> change, DealStage stage) {
        var record = change.records().getFirst();
        return isIn(record.after(), stage) && !isIn(record.before(), stage);
    }

    private static boolean isIn(@Nullable Resource record, DealStage stage) {
        return record instanceof Deal deal && deal.stageId().equals(stage.id());
    }
}
