package dev.tollgate.records;

import dev.tollgate.contract.operation.ProductModule;
import io.vertx.core.Deployable;
import java.util.List;

/** A module that answers its operations in the process that takes the calls, with one verticle per event loop. */
public interface ServedModule extends ProductModule, ModuleProvider {

    @Override
    default List<? extends ServedModule> modules() {
        return List.of(this);
    }

    /** Binds the handlers of all operations to the bus of one loop. Called on that loop, before any call. */
    Deployable verticle(PlatformContext context);
}
