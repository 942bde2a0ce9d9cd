package dev.tollgate.modules.integrations;

import dev.tollgate.contract.operation.Operation;
import dev.tollgate.records.ServedModule;
import dev.tollgate.records.Workshop;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import java.util.List;

/** Integrations: event types and webhooks as applications see them. */
public final class IntegrationsModule implements ServedModule {

    @Override
    public String key() {
        return "integrations";
    }

    @Override
    public String title() {
        return "Integrations";
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
