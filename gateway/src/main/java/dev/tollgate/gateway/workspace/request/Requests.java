package dev.tollgate.gateway.workspace.request;

import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.gateway.workspace.audit.AuditEvent;
import dev.tollgate.gateway.workspace.audit.AuditEvents;
import dev.tollgate.money.usage.RecordedUsage;
import dev.tollgate.records.event.DeliveryOfRequest;
import dev.tollgate.records.work.Work;
import io.vertx.core.Future;
import java.util.List;

/** One request as a whole, from the audit and from what the meter has recorded. */
public final class Requests {

    private final AuditEvents audit;
    private final Work work;

    public Requests(AuditEvents audit, Work work) {
        this.audit = audit;
        this.work = work;
    }

    public Future<Outcome<RequestShown>> get(Call<RequestShown.Ref> call) {
        var statement = RecordedUsage.ofRequest(call.input().id());
        var usage = work.read(call, statement.sql(), statement.args())
                .map(rows -> RecordedUsage.of(rows).stream()
                        .map(RequestShown.UsageLine::of)
                        .toList());
        var entries = audit.of(call, call.input().id());
        var deliveries = deliveries(call);
        return Future.all(entries, usage, deliveries)
                .map(_ -> shown(call, entries.result(), usage.result(), deliveries.result()));
    }

    /** A call on a tenant makes no event of a workspace. */
    private Future<List<RequestShown.DeliveryLine>> deliveries(Call<RequestShown.Ref> call) {
        var workspace = call.caller().workspace();
        if (workspace == null) {
            return Future.succeededFuture(List.of());
        }
        var statement = DeliveryOfRequest.ofRequest(workspace, call.input().id());
        return work.read(call, statement.sql(), statement.args())
                .map(rows -> DeliveryOfRequest.of(rows).stream()
                        .map(RequestShown.DeliveryLine::of)
                        .toList());
    }

    private static Outcome<RequestShown> shown(
            Call<RequestShown.Ref> call,
            List<AuditEvent> entries,
            List<RequestShown.UsageLine> usage,
            List<RequestShown.DeliveryLine> deliveries) {
        return entries.isEmpty() && usage.isEmpty()
                ? Outcome.refused(new Refusal.ResourceNotFound("The request was not found."))
                : Outcome.done(RequestShown.of(call.input().id(), entries, usage, deliveries));
    }
}
