package dev.tollgate.modules.analytics.plan;

import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.operation.Patch;
import dev.tollgate.modules.analytics.check.EventEnforcement;
import dev.tollgate.modules.analytics.check.Unplanned;
import dev.tollgate.records.page.SearchQuery;
import dev.tollgate.records.resource.Ref;
import dev.tollgate.records.resource.ResourceOperations;
import dev.tollgate.records.shape.CustomFields;
import dev.tollgate.records.shape.Identified;
import dev.tollgate.records.table.ListInput;
import org.jspecify.annotations.Nullable;

/** The operations of tracking plans. Fields are described on {@link TrackingPlan}. */
public final class TrackingPlanOperations {

    public record NewTrackingPlan(
            String name,
            @Nullable String description,
            @Nullable String owner,
            @Nullable EventEnforcement enforcement,
            @Nullable Unplanned unplanned,
            @Nullable Boolean isDefault,
            @Nullable String timeZone,
            @Nullable CustomFields customFields,
            @Nullable String externalSource,
            @Nullable String externalId) {}

    public record TrackingPlanQuery(
            @Nullable Integer limit,
            @Nullable String cursor,
            @Nullable String query,
            @Nullable String owner,
            TrackingPlan.@Nullable Status status,
            @Nullable CustomFields customFields)
            implements SearchQuery {}

    public record TrackingPlanPatch(
            TrackingPlanId id,
            Patch<String> name,
            Patch<String> description,
            Patch<String> owner,
            Patch<EventEnforcement> enforcement,
            Patch<Unplanned> unplanned,
            Patch<Boolean> isDefault,
            Patch<String> timeZone,
            Patch<TrackingPlan.Status> status,
            Patch<CustomFields> customFields,
            Patch<String> externalSource,
            Patch<String> externalId)
            implements Identified {}

    public static final ResourceOperations<TrackingPlanId, TrackingPlan> PLANS = ResourceOperations.of(
                    TrackingPlan.class, TrackingPlanId.class, "analytics", "tracking plans")
            .at("/v1/analytics/tracking-plans")
            .stored(table -> table.startingWith("enforcement", EventEnforcement.QUARANTINE)
                    .startingWith("unplanned", Unplanned.ACCEPT)
                    .startingWith("is_default", false)
                    .startingWith("time_zone", "UTC")
                    .startingWith("status", TrackingPlan.Status.ACTIVE)
                    .ruledBy(TrackingPlan::faults));

    public static final Operation<NewTrackingPlan, TrackingPlan> CREATE = PLANS.create(
            NewTrackingPlan.class,
            """
            {"name": "Web shop", "owner": "growth@example.org", "enforcement": "quarantine", "time_zone": "Europe/Oslo"}
            """,
            "Creates a plan, which groups event definitions and sets what becomes of bad events.");

    public static final Operation<ListInput<TrackingPlanQuery>, Page<TrackingPlan>> LIST =
            PLANS.list(TrackingPlanQuery.class, """
            {"limit": 10, "status": "active"}
            """, "Returns plans, newest first.");

    public static final Operation<Ref<TrackingPlanId>, TrackingPlan> GET = PLANS.get();

    public static final Operation<TrackingPlanPatch, TrackingPlan> UPDATE =
            PLANS.update(TrackingPlanPatch.class, "Changes only the fields you send, for events tracked from now on.");

    private TrackingPlanOperations() {}
}
