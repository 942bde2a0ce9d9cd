package dev.tollgate.records.consume;

import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.records.work.Change;
import dev.tollgate.records.work.Work;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.function.Function;

/**
 * Some events of one workspace for one consumer. Its {@link #call} is what {@code RecordTable} and {@code Work} take
 * for a call: of the consumer as actor, free of charge. Used on one event loop.
 */
public final class EventRun {

    private final List<ConsumedEvent> events;
    private final JsonObject settings;
    private final Work work;
    private final Call<EventRun> call;

    EventRun(List<ConsumedEvent> events, JsonObject settings, Work work, Function<EventRun, Call<EventRun>> call) {
        this.events = List.copyOf(events);
        this.settings = settings;
        this.work = work;
        this.call = call.apply(this);
    }

    public WorkspaceId workspaceId() {
        return call.caller().workspaceId();
    }

    /** The events, in their order; at most as many as a run has. */
    public List<ConsumedEvent> events() {
        return events;
    }

    /** What {@code set_module} has set for the consumer's module in this workspace. */
    public JsonObject settings() {
        return settings;
    }

    /** The call to pass to tables. */
    public Call<EventRun> call() {
        return call;
    }

    /**
     * Writes in one transaction: records, audit row, domain events; no usage, and no audit row where no record has
     * changed. A record's event is the one that its change names.
     */
    public <A> Future<Outcome<A>> write(Function<Transaction, Future<Outcome<Change<A>>>> body) {
        return work.background().write(call, body, _ -> {});
    }
}
