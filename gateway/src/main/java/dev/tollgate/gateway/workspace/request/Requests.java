package dev.tollgate.gateway.workspace.request;

import dev.tollgate.contract.caller.Caller;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.gateway.workspace.audit.AuditEvent;
import dev.tollgate.gateway.workspace.audit.AuditEvents;
import dev.tollgate.money.usage.RecordedUsage;
import dev.tollgate.records.audit.chain.Chain;
import dev.tollgate.records.call.CallStore;
import dev.tollgate.records.call.StoredCall;
import dev.tollgate.records.event.DeliveryOfRequest;
import dev.tollgate.records.work.Work;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.stream.Stream;

/**
 * One request as a whole, from the audit and from what the meter has recorded. An operator names a request by its id
 * alone, or with its tenant, and sees all of it.
 */
public final class Requests {

    private static final String PLACE = "SELECT tenant_id, workspace_id FROM audit.place_of_request($1)";

    /** Usage events of one request that are shown with it. */
    private static final int USAGE_OF_REQUEST_MAX = 1_000;

    private final AuditEvents audit;
    private final Work work;
    private final boolean readsCounted;

    /** @param readsCounted whether the audit counts reads by the hour, and has no event of each */
    public Requests(AuditEvents audit, Work work, boolean readsCounted) {
        this.audit = audit;
        this.work = work;
        this.readsCounted = readsCounted;
    }

    public Future<Outcome<RequestShown>> get(Call<RequestShown.Ref> call) {
        var caller = call.caller();
        if (!caller.isOperator() || caller.workspace() != null) {
            return shown(call);
        }
        return place(call).compose(place -> shown(in(call, place)));
    }

    /**
     * The caller moved to the workspace or tenant of the wanted request; unchanged if its audit events are not found.
     */
    private Future<Caller> place(Call<RequestShown.Ref> call) {
        var here = call.caller();
        if (here.tenant() != null) {
            return audit.of(call, call.input().id())
                    .map(events -> events.isEmpty()
                            ? here
                            : new Caller(
                                    here.actor(),
                                    here.tenant(),
                                    events.getFirst().workspaceId()));
        }
        var metered = RecordedUsage.placeOfRequest(call.input().id());
        return work.read(call, PLACE, Tuple.of(call.input().id().value()))
                .compose(audited -> audited.size() > 0
                        ? Future.succeededFuture(audited)
                        : work.read(call, metered.sql(), metered.args()))
                .compose(rows -> rows.size() > 0
                        ? Future.succeededFuture(caller(here, rows.iterator().next()))
                        : placeOfSegment(call));
    }

    private Future<Caller> placeOfSegment(Call<RequestShown.Ref> call) {
        var here = call.caller();
        return calls(call)
                .ofRequest(call.input().id())
                .map(found -> found.stream()
                        .findFirst()
                        .map(stored -> stored.event().call())
                        .map(facts -> new Caller(here.actor(), facts.tenant(), facts.workspace()))
                        .orElse(here));
    }

    private CallStore calls(Call<?> call) {
        return new CallStore((sql, args) -> work.read(call, sql, args), call.listener());
    }

    private static Caller caller(Caller here, Row row) {
        var tenant = row.getUUID("tenant_id");
        var workspace = row.getUUID("workspace_id");
        return new Caller(
                here.actor(),
                tenant == null ? null : new TenantId(tenant),
                workspace == null ? null : new WorkspaceId(workspace));
    }

    private static Call<RequestShown.Ref> in(Call<RequestShown.Ref> call, Caller place) {
        return new Call<>(
                call.operation(), place, call.input(), call.conditions(), call.facts(), call.charge(), call.deadline());
    }

    private Future<Outcome<RequestShown>> shown(Call<RequestShown.Ref> call) {
        var statement = RecordedUsage.ofRequest(call.input().id());
        var ofRows = work.read(call, statement.sql(), statement.args()).map(RecordedUsage::of);
        var ofSegments = calls(call)
                .ofRequest(Chain.of(call.caller()), call.input().id(), USAGE_OF_REQUEST_MAX)
                .map(found -> found.reversed().stream().map(StoredCall::usage).toList());
        var usage = Future.all(ofRows, ofSegments)
                .map(_ -> Stream.concat(ofRows.result().stream(), ofSegments.result().stream())
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

    private Outcome<RequestShown> shown(
            Call<RequestShown.Ref> call,
            List<AuditEvent> entries,
            List<RequestShown.UsageLine> usage,
            List<RequestShown.DeliveryLine> deliveries) {
        return entries.isEmpty() && usage.isEmpty()
                ? Outcome.refused(new Refusal.ResourceNotFound("The request was not found."))
                : Outcome.done(RequestShown.of(call.input().id(), entries, usage, deliveries)
                        .counted(readsCounted));
    }
}
