package dev.tollgate.modules.activity;

import dev.tollgate.modules.activity.ActivityOperations.ActivityQuery;
import dev.tollgate.modules.activity.ActivityOperations.NewActivity;
import dev.tollgate.records.Workshop;
import dev.tollgate.records.table.RecordTable;
import dev.tollgate.records.table.TableDeclaration;
import dev.tollgate.runtime.bus.OperationBus;

/** Answers the operations of activities on one event loop. */
final class Activities {

    private static final TableDeclaration<Activity> TABLE = TableDeclaration.of(Activity.class, "activity.activity")
            .madeFrom(NewActivity.class)
            .startingAt("occurred_at")
            .listedBy(ActivityQuery.class)
            .searched();

    private final RecordTable<Activity> activities;

    Activities(Workshop workshop) {
        this.activities = workshop.table(TABLE);
    }

    void serve(OperationBus bus) {
        bus.serve(ActivityOperations.LOG, call -> activities.create(call, call.input()));
        bus.serve(ActivityOperations.SEARCH, call -> activities.page(call, call.input()));
        bus.serve(
                ActivityOperations.GET,
                call -> activities.get(call, call.input().id()));
    }
}
