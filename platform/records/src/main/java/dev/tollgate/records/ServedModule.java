package dev.tollgate.records;

import dev.tollgate.contract.operation.ProductModule;
import io.vertx.core.Deployable;

/**
 * A product module that answers its operations in the process that takes the calls. Found by
 * {@link java.util.ServiceLoader}; one verticle of it is deployed per event loop.
 */
public interface ServedModule extends ProductModule {

    /** Binds the handlers of all operations to the bus of one loop. Called on that loop, before any call. */
    Deployable verticle(Workshop workshop);
}
