package dev.tollgate.modules.activity;

import dev.tollgate.contract.operation.Operation;
import dev.tollgate.records.ServedModule;
import dev.tollgate.records.Workshop;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import java.util.List;

/** Activity Log: what happened around the records of a workspace, in the words of who did it. */
public final class ActivityModule implements ServedModule {

    @Override
    public String key() {
        return "activity";
    }

    @Override
    public String title() {
        return "Activity Log";
    }

    @Override
    public List<Operation<?, ?>> operations() {
        return ActivityOperations.ALL;
    }

    @Override
    public Deployable verticle(Workshop workshop) {
        return _ -> {
            new Activities(workshop).serve(workshop.bus());
            return Future.succeededFuture();
        };
    }
}
