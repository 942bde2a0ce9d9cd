package dev.tollgate.modules.tasks;

import dev.tollgate.contract.operation.Operation;
import dev.tollgate.records.ServedModule;
import dev.tollgate.records.Workshop;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import java.util.List;

/** Tasks: things somebody has to do. */
public final class TasksModule implements ServedModule {

    @Override
    public String key() {
        return "tasks";
    }

    @Override
    public String title() {
        return "Tasks";
    }

    @Override
    public List<Operation<?, ?>> operations() {
        return TaskOperations.ALL;
    }

    @Override
    public Deployable verticle(Workshop workshop) {
        return _ -> {
            new Tasks(workshop).serve(workshop.bus());
            return Future.succeededFuture();
        };
    }
}
