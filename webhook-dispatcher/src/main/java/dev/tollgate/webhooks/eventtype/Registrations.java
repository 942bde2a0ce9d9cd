package dev.tollgate.webhooks.eventtype;

import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.records.PlatformContext;
import dev.tollgate.records.work.Change;
import dev.tollgate.records.work.Work;
import dev.tollgate.runtime.bus.OperationBus;
import dev.tollgate.runtime.postgres.Transaction;
import dev.tollgate.webhooks.eventtype.EventTypeOperations.NewEventType;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;

/** Registers event types. Registrations of one workspace run one after another. */
public final class Registrations {

    private static final String COUNT = "SELECT count(*) FROM webhooks.event_type WHERE workspace_id = $1";

    private static final Refusal TOO_MANY =
            new Refusal.Conflict("A workspace has at most " + RegisteredTypes.TYPES_MAX + " event types of its own.");

    private final Work work;
    private final RegisteredTypes types;
    private final EventTypeRules rules;

    public Registrations(PlatformContext context) {
        this.work = context.work();
        this.types = new RegisteredTypes(context);
        this.rules = new EventTypeRules(context.events());
    }

    public void serve(OperationBus bus) {
        bus.serve(EventTypeOperations.REGISTER, this::register);
    }

    private Future<Outcome<RegisteredType>> register(Call<NewEventType> call) {
        var faults = rules.faults(call.input());
        if (!faults.isEmpty()) {
            return Future.succeededFuture(Outcome.refused(new Refusal.ValidationFailed(faults)));
        }
        return work.write(call, transaction -> {
            transaction.waitForLocks();
            return transaction
                    .lock("webhooks.event_type " + call.caller().workspaceId())
                    .compose(_ ->
                            types.registered(transaction, call, call.input().type()))
                    .compose(found -> found.map(before -> revised(transaction, call, before))
                            .orElseGet(() -> created(transaction, call)));
        });
    }

    private Future<Outcome<Change<RegisteredType>>> created(Transaction transaction, Call<NewEventType> call) {
        var count =
                transaction.query(COUNT, Tuple.of(call.caller().workspaceId().value()));
        return count.compose(rows -> rows.iterator().next().getLong(0) >= RegisteredTypes.TYPES_MAX
                ? Future.succeededFuture(Outcome.refused(TOO_MANY))
                : types.table().insert(transaction, call, stamp -> RegisteredType.of(stamp, call.input())));
    }

    private Future<Outcome<Change<RegisteredType>>> revised(
            Transaction transaction, Call<NewEventType> call, RegisteredType before) {
        return types.table()
                .changed(transaction, call, before, EventTypeRules.revised(before, call.input()))
                .map(outcome -> outcome.map(Change::asExisting));
    }
}
