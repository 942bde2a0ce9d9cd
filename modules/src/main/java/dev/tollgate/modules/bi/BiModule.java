package dev.tollgate.modules.bi;

import dev.tollgate.contract.operation.Operation;
import dev.tollgate.records.ServedModule;
import dev.tollgate.records.Workshop;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import java.util.List;

/** Data & Insights: tracked events, datasets and the queries over them. */
public final class BiModule implements ServedModule {

    @Override
    public String key() {
        return "bi";
    }

    @Override
    public String title() {
        return "Data & Insights";
    }

    @Override
    public List<Operation<?, ?>> operations() {
        return List.of();
    }

    @Override
    public Deployable verticle(Workshop workshop) {
        return _ -> Future.succeededFuture();
    }
}
