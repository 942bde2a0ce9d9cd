package dev.tollgate.modules.analytics.definition;

import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.modules.analytics.check.EventCheck;
import dev.tollgate.modules.analytics.check.RuleRows;
import dev.tollgate.modules.analytics.definition.EventDefinitionOperations.EventTrial;
import dev.tollgate.modules.analytics.definition.EventDefinitionOperations.EventValidation;
import dev.tollgate.modules.analytics.hash.KeyedHashes;
import dev.tollgate.modules.tracked.ClearEvent;
import dev.tollgate.modules.tracked.EventLimits;
import dev.tollgate.records.ModuleContext;
import dev.tollgate.runtime.bus.OperationBus;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Set;

/** Checks single events, and keeps nothing of them. */
public final class EventTrials {

    private static final Refusal TOO_LARGE = Refusal.ValidationFailed.of(
            "properties", "must have at most " + EventLimits.PROPERTIES_BYTES_MAX + " bytes as JSON");

    private final ModuleContext context;
    private final RuleRows rules;

    public EventTrials(ModuleContext context, RuleRows rules) {
        this.context = context;
        this.rules = rules;
    }

    public void serve(OperationBus bus) {
        bus.serve(EventDefinitionOperations.VALIDATE, this::validate);
    }

    private Future<Outcome<EventValidation>> validate(Call<EventTrial> call) {
        var trial = call.input();
        var properties = trial.properties() == null ? new JsonObject() : trial.properties();
        if (properties.toBuffer().length() > EventLimits.PROPERTIES_BYTES_MAX) {
            return Future.succeededFuture(Outcome.refused(TOO_LARGE));
        }
        var now = call.facts().time();
        var event = new ClearEvent(
                0, trial.name(), null, trial.occurredAt() == null ? now : trial.occurredAt(), null, properties);
        return rules.of(
                        (sql, args) -> context.work().read(call, sql, args),
                        call.caller().workspaceId(),
                        Set.of(trial.name()),
                        call.listener())
                .map(found ->
                        found.map(ofName -> new EventCheck(ofName, KeyedHashes.ofNone(), now, Set.of()).verdict(event)))
                .map(checked -> checked.map(verdict -> new EventValidation(
                        !verdict.isBad(), verdict.storage(), verdict.event().revision(), verdict.faults())));
    }
}
