package dev.tollgate.modules.support;

import dev.tollgate.contract.operation.Operation;
import dev.tollgate.records.ServedModule;
import dev.tollgate.records.Workshop;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import java.util.List;

/** Support: queues, tickets, their messages and comments. */
public final class SupportModule implements ServedModule {

    @Override
    public String key() {
        return "support";
    }

    @Override
    public String title() {
        return "Support";
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
