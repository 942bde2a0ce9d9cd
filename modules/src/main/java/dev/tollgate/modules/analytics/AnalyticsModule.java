package dev.tollgate.modules.analytics;

import dev.tollgate.contract.operation.Operation;
import dev.tollgate.records.ServedModule;
import dev.tollgate.records.Workshop;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import java.util.List;

/** Analytics Governance: tracking plans, event definitions and violations. */
public final class AnalyticsModule implements ServedModule {

    @Override
    public String key() {
        return "analytics";
    }

    @Override
    public String title() {
        return "Analytics Governance";
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
