package dev.tollgate.modules.activity;

import dev.tollgate.contract.caller.Scope;
import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.modules.activity.ActivityOperations.ActivityQuery;
import dev.tollgate.records.ModuleContext;
import dev.tollgate.records.table.ListInput;
import dev.tollgate.records.table.RecordTable;
import dev.tollgate.records.table.TableDeclaration;
import dev.tollgate.runtime.bus.OperationBus;
import io.vertx.core.Future;

/** Searches activities; with {@code timeline}, together with the events of the modules that the caller may read. */
final class Timeline {

    private static final TableDeclaration<Activity> TABLE = TableDeclaration.ofView(Activity.class, "activity.timeline")
            .filteredBy("scopes", "(scope IS NULL OR scope = ANY (%s))")
            .listedBy(TimelineQuery.class);

    private static final Refusal OF_NOTHING = Refusal.ValidationFailed.of("timeline", "needs contact_id or company_id");

    private static final Refusal COMBINED = Refusal.ValidationFailed.of(
            "timeline", "can be combined with contact_id, company_id, limit and cursor only");

    private final RecordTable<Activity> activities;
    private final RecordTable<Activity> timeline;

    Timeline(ModuleContext context) {
        this.activities = context.table(ActivityOperations.ACTIVITIES.table());
        this.timeline = context.table(TABLE);
    }

    void serve(OperationBus bus) {
        bus.serve(ActivityOperations.SEARCH, this::search);
    }

    private Future<Outcome<Page<Activity>>> search(Call<ListInput<ActivityQuery>> call) {
        var query = call.input().query();
        if (!Boolean.TRUE.equals(query.timeline())) {
            return activities.page(call, call.input());
        }
        if (query.contactId() == null && query.companyId() == null) {
            return Future.succeededFuture(Outcome.refused(OF_NOTHING));
        }
        if (!call.input().equals(ListInput.of(ofRecords(query)))) {
            return Future.succeededFuture(Outcome.refused(COMBINED));
        }
        var scopes = call.caller().scopes().stream().map(Scope::text).sorted().toList();
        return timeline.page(
                call, new TimelineQuery(query.limit(), query.cursor(), query.contactId(), query.companyId(), scopes));
    }

    /** The query without what a timeline cannot be combined with. */
    private static ActivityQuery ofRecords(ActivityQuery query) {
        return new ActivityQuery(
                query.limit(),
                query.cursor(),
                null,
                null,
                query.contactId(),
                query.companyId(),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                true);
    }
}
