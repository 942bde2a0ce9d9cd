package dev.tollgate.gateway.workspace.audit;

import dev.tollgate.contract.operation.Call;
import dev.tollgate.records.audit.chain.AuditEntry;
import dev.tollgate.records.audit.chain.Chain;
import dev.tollgate.records.call.CallPage;
import dev.tollgate.records.call.CallQuery;
import dev.tollgate.records.call.CallReach;
import dev.tollgate.records.call.CallStore;
import dev.tollgate.records.call.CallWords;
import dev.tollgate.records.work.Work;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Audit entries that segments of calls have: of reads, replays and dry runs, all of which succeeded. */
final class SegmentEntries {

    /** The newest of those behind {@code last}. */
    record Part(@Nullable UUID last, int limit) {}

    private final Work work;

    SegmentEntries(Work work) {
        this.work = work;
    }

    /** Those that match, as far as such a list reaches. */
    Future<CallPage> read(Call<?> call, AuditEvent.Filter filter, @Nullable Instant from, Part part) {
        if (filter.outcome() != null && !filter.outcome().equals(AuditEntry.OK)) {
            return Future.succeededFuture(new CallPage(List.of(), null));
        }
        var store = new CallStore((sql, args) -> work.read(call, sql, args), call.listener());
        return store.page(query(call, filter, from).before(part.last()), part.limit(), reach(call, filter));
    }

    private static CallReach reach(Call<?> call, AuditEvent.Filter filter) {
        return CallReach.of(call.conditions().table(), filter.leavesOut());
    }

    /** Of a tenant those of its workspaces too. */
    private static CallQuery query(Call<?> call, AuditEvent.Filter filter, @Nullable Instant from) {
        var chain = Chain.of(call.caller());
        var request = filter.requestId();
        var action = filter.action();
        var actor = filter.actorId();
        var all = request == null ? CallQuery.of(chain) : CallQuery.ofRequest(chain, request);
        return (AuditEvents.isOfTenant(call.caller()) ? all.entriesOfTenant() : all.entriesOnly())
                .ended(from, filter.to())
                .having(
                        action == null ? null : CallWords.action(action),
                        event -> event.call().action().equals(action))
                .having(
                        actor == null ? null : CallWords.actor(actor),
                        event -> event.call().actor().id().equals(actor));
    }
}
