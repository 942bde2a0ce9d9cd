package dev.tollgate.modules.cms;

import dev.tollgate.contract.operation.Operation;
import dev.tollgate.records.ServedModule;
import dev.tollgate.records.Workshop;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import java.util.List;

/** CMS: sites, collections, entries, campaigns and posts. */
public final class CmsModule implements ServedModule {

    @Override
    public String key() {
        return "cms";
    }

    @Override
    public String title() {
        return "CMS";
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
