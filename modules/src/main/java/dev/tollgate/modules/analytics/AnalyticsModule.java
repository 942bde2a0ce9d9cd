package dev.tollgate.modules.analytics;

import dev.tollgate.modules.analytics.check.RuleRows;
import dev.tollgate.modules.analytics.definition.Definitions;
import dev.tollgate.modules.analytics.definition.EventDefinitionOperations;
import dev.tollgate.modules.analytics.definition.EventTrials;
import dev.tollgate.modules.analytics.definition.RehashJob;
import dev.tollgate.modules.analytics.hash.HashKeys;
import dev.tollgate.modules.analytics.plan.TrackingPlanOperations;
import dev.tollgate.modules.analytics.violation.HeldRelease;
import dev.tollgate.modules.analytics.violation.Resolutions;
import dev.tollgate.modules.analytics.violation.ViolationJob;
import dev.tollgate.modules.analytics.violation.ViolationOperations;
import dev.tollgate.modules.tracked.EventMaintenance;
import dev.tollgate.records.ModuleContext;
import dev.tollgate.records.RecordModule;
import dev.tollgate.records.job.JobKind;
import dev.tollgate.records.resource.ResourceOperations;
import java.util.List;
import java.util.function.Function;

/** Analytics Governance: tracking plans, event definitions and violations. */
public final class AnalyticsModule implements RecordModule {

    private final Function<ModuleContext, EventMaintenance> maintenance;

    /** @param maintenance of the event store, on the event loop of a context */
    public AnalyticsModule(Function<ModuleContext, EventMaintenance> maintenance) {
        this.maintenance = maintenance;
    }

    @Override
    public String key() {
        return StoredGovernance.MODULE;
    }

    @Override
    public String title() {
        return "Analytics Governance";
    }

    @Override
    public List<ResourceOperations<?, ?>> resources() {
        return List.of(
                TrackingPlanOperations.PLANS, EventDefinitionOperations.DEFINITIONS, ViolationOperations.VIOLATIONS);
    }

    @Override
    public List<JobKind> jobs() {
        return List.of(RehashJob.KIND, ViolationJob.KIND);
    }

    @Override
    public void serve(ModuleContext context) {
        var bus = context.bus();
        var stored = maintenance.apply(context);
        var keys = new HashKeys(context.secrets());
        var rules = new RuleRows();
        new Definitions(context, stored).serve(bus);
        new EventTrials(context, rules).serve(bus);
        new Resolutions(context).serve(bus);
        context.jobs().handle(RehashJob.KIND, new RehashJob(context, keys, stored)::run);
        context.jobs().handle(ViolationJob.KIND, new ViolationJob(context, new HeldRelease(rules, keys, stored))::run);
    }
}
