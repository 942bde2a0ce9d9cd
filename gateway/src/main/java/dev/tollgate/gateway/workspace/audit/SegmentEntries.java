package dev.tollgate.gateway.workspace.audit;

import dev.tollgate.contract.operation.Call;
import dev.tollgate.records.audit.AuditEntry;
import dev.tollgate.records.audit.Chain;
import dev.tollgate.records.call.CallPage;
import dev.tollgate.records.call.CallQuery;
import dev.tollgate.records.call.CallReach;
import dev.tollgate.records.call.CallStore;
import dev.tollgate.records.call.CallWords;
import dev.tollgate.records.work.Work;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Audit entries that segments of calls have: of reads, replays and dry runs, all of which succeeded. */
final class SegmentEntries {

    private static final String WORKSPACES = "SELECT id FROM control.workspace WHERE tenant_id = $1";

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
        return chains(call)
                .compose(chains ->
                        store.page(query(chains, filter, from).before(part.last()), part.limit(), reach(call, filter)));
    }

    private static CallReach reach(Call<?> call, AuditEvent.Filter filter) {
        return CallReach.of(call.conditions().table(), filter.leavesOut());
    }

    /** Of a tenant those of its workspaces too. */
    private Future<List<Chain>> chains(Call<?> call) {
        var own = Chain.of(call.caller());
        if (!AuditEvents.isOfTenant(call.caller())) {
            return Future.succeededFuture(List.of(own));
        }
        return work.read(call, WORKSPACES, Tuple.of(own.id())).map(rows -> {
            List<Chain> chains = new ArrayList<>();
            chains.add(own);
            rows.forEach(row -> chains.add(new Chain(row.getUUID("id"))));
            return chains;
        });
    }

    private static CallQuery query(List<Chain> chains, AuditEvent.Filter filter, @Nullable Instant from) {
        var request = filter.requestId();
        var action = filter.action();
        var actor = filter.actorId();
        return (request == null ? CallQuery.of(chains) : CallQuery.ofRequest(chains, request))
                .entriesOnly()
                .ended(from, filter.to())
                .having(
                        action == null ? null : CallWords.action(action),
                        event -> event.call().action().equals(action))
                .having(
                        actor == null ? null : CallWords.actor(actor),
                        event -> event.call().actor().id().equals(actor));
    }
}
