package dev.tollgate.gateway.usage;

import dev.tollgate.contract.event.CallFacts;
import dev.tollgate.contract.event.Charge;
import dev.tollgate.contract.event.UsageRecorded;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.operation.Resource;
import dev.tollgate.gateway.audit.AuditNotes;
import dev.tollgate.runtime.ids.IdSource;
import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/** Records the usage of an answered call that no transaction has recorded; without an account, in the audit alone. */
public final class UsageRecorder {

    private final IdSource ids;
    private final UsageBatches batches;
    private final AuditNotes audit;

    public UsageRecorder(IdSource ids, UsageBatches batches, AuditNotes audit) {
        this.ids = ids;
        this.batches = batches;
        this.audit = audit;
    }

    /**
     * Completes when the event is durable. Fails with a {@link dev.tollgate.contract.outcome.Failure} that says whether
     * it may be all the same.
     *
     * @param answer what the caller will get; null for a replay
     */
    public Future<Void> record(Operation<?, ?> operation, CallFacts facts, Charge charge, @Nullable Object answer) {
        if (facts.tenant() == null) {
            audit.answered(facts);
            return Future.succeededFuture();
        }
        return batches.add(new UsageRecorded(
                ids.next(),
                facts,
                charge,
                false,
                answer instanceof Resource ? operation.resource() : null,
                answer instanceof Resource resource ? resource.id().text() : null));
    }
}
