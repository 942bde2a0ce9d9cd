package dev.tollgate.gateway.workspace;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tollgate.contract.event.Charge;
import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.operation.Conditions;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.runtime.bus.OperationBus;
import dev.tollgate.runtime.json.Json;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;

/** One request as a whole: the audit is read, billing is asked over the bus in its own words. */
final class Requests {

    /** Billing's operation that lists metered calls. */
    static final String USAGE_EVENTS = "list_usage_events";

    private static final ObjectMapper LENIENT =
            Json.MAPPER.copy().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private final AuditEvents audit;
    private final OperationBus bus;
    private final Operation<?, ?> usageEvents;

    Requests(AuditEvents audit, OperationBus bus, Operation<?, ?> usageEvents) {
        this.audit = audit;
        this.bus = bus;
        this.usageEvents = usageEvents;
    }

    Future<Outcome<RequestShown>> get(Call<RequestShown.Ref> call) {
        var entries = audit.of(call);
        var usage = usage(call, usageEvents);
        return Future.all(entries, usage).map(_ -> shown(call, entries.result(), usage.result()));
    }

    private static Outcome<RequestShown> shown(
            Call<RequestShown.Ref> call, List<AuditEvent> entries, List<RequestShown.UsageLine> usage) {
        return entries.isEmpty() && usage.isEmpty()
                ? Outcome.refused(new Refusal.ResourceNotFound("There is no such request."))
                : Outcome.done(RequestShown.of(call.input().id(), entries, usage));
    }

    private <I, A> Future<List<RequestShown.UsageLine>> usage(Call<RequestShown.Ref> call, Operation<I, A> operation) {
        var input = Json.MAPPER.convertValue(
                Map.of("request_id", call.input().id()), operation.body().input());
        var nothing = new Charge(call.charge().dimension(), 0, 0, call.charge().priceVersion(), null);
        var question =
                new Call<>(operation, call.caller(), input, Conditions.NONE, call.facts(), nothing, call.deadline());
        return bus.<I, A>call(question).map(Requests::lines);
    }

    private static List<RequestShown.UsageLine> lines(Outcome<?> outcome) {
        return outcome instanceof Outcome.Done<?>(Page<?> page)
                ? page.items().stream()
                        .map(item -> LENIENT.convertValue(item, RequestShown.UsageLine.class))
                        .toList()
                : List.of();
    }
}
