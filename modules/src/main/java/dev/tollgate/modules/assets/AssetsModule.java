package dev.tollgate.modules.assets;

import dev.tollgate.contract.operation.Operation;
import dev.tollgate.records.ServedModule;
import dev.tollgate.records.Workshop;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import java.util.List;

/** Files and Media: files: what they are, where they lie, who may fetch them. */
public final class AssetsModule implements ServedModule {

    @Override
    public String key() {
        return "assets";
    }

    @Override
    public String title() {
        return "Files and Media";
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
