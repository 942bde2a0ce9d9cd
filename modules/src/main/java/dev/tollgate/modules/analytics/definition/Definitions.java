package dev.tollgate.modules.analytics.definition;

import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.modules.analytics.check.RulesLock;
import dev.tollgate.modules.analytics.definition.EventDefinitionOperations.Approval;
import dev.tollgate.modules.analytics.definition.EventDefinitionOperations.EventDefinitionPatch;
import dev.tollgate.modules.analytics.definition.EventDefinitionOperations.NewEventDefinition;
import dev.tollgate.modules.analytics.plan.TrackingPlan;
import dev.tollgate.modules.analytics.plan.TrackingPlanOperations;
import dev.tollgate.modules.tracked.DefinedEvent;
import dev.tollgate.modules.tracked.EventLimits;
import dev.tollgate.modules.tracked.EventMaintenance;
import dev.tollgate.records.ModuleContext;
import dev.tollgate.records.shape.NewRecord;
import dev.tollgate.records.table.RecordTable;
import dev.tollgate.records.work.Change;
import dev.tollgate.records.work.Work;
import dev.tollgate.runtime.bus.OperationBus;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.List;

/** Creates, changes and approves definitions. */
public final class Definitions {

    private static final String COUNT = """
            SELECT count(*) FROM (SELECT FROM analytics.event_definition WHERE workspace_id = $1 LIMIT $2) AS few
            """;

    private static final String FROM_THE_BEGINNING = """
            UPDATE analytics.event_definition SET rehash_after = NULL WHERE workspace_id = $1 AND id = $2
            """;

    private static final Refusal TOO_MANY =
            new Refusal.Conflict("A workspace has at most " + EventLimits.NAMES_MAX + " event definitions.");

    private static final Refusal ARCHIVED =
            Refusal.ValidationFailed.of("plan_id", "must be an active tracking plan: this one is archived");

    private final RecordTable<EventDefinition> definitions;
    private final RecordTable<TrackingPlan> plans;
    private final Work work;
    private final ModuleContext context;
    private final EventMaintenance maintenance;

    public Definitions(ModuleContext context, EventMaintenance maintenance) {
        this.definitions = context.table(DefinitionRules.TABLE);
        this.plans = context.table(TrackingPlanOperations.PLANS.table());
        this.work = context.work();
        this.context = context;
        this.maintenance = maintenance;
    }

    public void serve(OperationBus bus) {
        bus.serve(EventDefinitionOperations.CREATE, this::create);
        bus.serve(EventDefinitionOperations.UPDATE, this::update);
        bus.serve(EventDefinitionOperations.APPROVE, this::approve);
    }

    private Future<Outcome<EventDefinition>> create(Call<NewEventDefinition> call) {
        var fresh = definitions.fresh(call.input());
        var wanted = new NewRecord<EventDefinition>(fresh.fresh(), before -> merged(before, fresh));
        return work.write(call, transaction -> {
            var count = transaction.query(
                    COUNT, Tuple.of(call.caller().workspaceId().value(), EventLimits.NAMES_MAX));
            var plan = plans.some(transaction, call, List.of(call.input().planId()));
            return Future.all(count, plan).compose(_ -> {
                if (count.result().iterator().next().getLong(0) >= EventLimits.NAMES_MAX) {
                    return Future.succeededFuture(Outcome.refused(TOO_MANY));
                }
                return plan.result().stream().anyMatch(one -> one.status() == TrackingPlan.Status.ARCHIVED)
                        ? Future.succeededFuture(Outcome.refused(ARCHIVED))
                        : definitions.insert(transaction, call, wanted);
            });
        });
    }

    /** The existing definition as an update by the input of a create leaves it. */
    private static Outcome<EventDefinition> merged(EventDefinition before, NewRecord<EventDefinition> fresh) {
        return fresh.merged()
                .apply(before)
                .map(_ -> DefinitionRules.edited(
                        before,
                        wanted -> fresh.merged().apply(wanted)
                                        instanceof Outcome.Done<EventDefinition>(EventDefinition edited)
                                ? edited
                                : wanted));
    }

    private Future<Outcome<EventDefinition>> update(Call<EventDefinitionPatch> call) {
        var patch = call.input();
        return definitions.update(
                call,
                patch.id(),
                before -> Outcome.done(DefinitionRules.edited(before, wanted -> definitions.patched(wanted, patch))));
    }

    /** Waits for the writes of events that read the revision before: none stores a value that must be hashed now. */
    private Future<Outcome<EventDefinition>> approve(Call<Approval> call) {
        var approval = call.input();
        var breaking = Boolean.TRUE.equals(approval.allowBreaking());
        return work.write(call, transaction -> {
            transaction.waitForLocks();
            RulesLock.alone(transaction, call.caller().workspaceId());
            return definitions
                    .patch(transaction, call, approval.id(), before -> DefinitionRules.approved(before, breaking))
                    .compose(outcome -> followed(transaction, call, outcome));
        });
    }

    private Future<Outcome<Change<EventDefinition>>> followed(
            Transaction transaction, Call<?> call, Outcome<Change<EventDefinition>> outcome) {
        if (!(outcome instanceof Outcome.Done<Change<EventDefinition>>(Change<EventDefinition> change))
                || !(change.records().getFirst().before() instanceof EventDefinition before)
                || before.revision() == change.answer().revision()) {
            return Future.succeededFuture(outcome);
        }
        var after = change.answer();
        if (!after.rehashing().isEmpty()) {
            var _ = transaction.query(
                    FROM_THE_BEGINNING,
                    Tuple.of(after.workspaceId().value(), after.id().value()));
            context.jobs()
                    .schedule(
                            transaction,
                            call,
                            RehashJob.KIND,
                            after.id(),
                            call.facts().time());
        }
        return maintenance
                .approved(transaction, call, new DefinedEvent(after.name(), after.dimensions(), after.measures()))
                .map(_ -> outcome);
    }
}
