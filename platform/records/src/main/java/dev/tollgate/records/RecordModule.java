package dev.tollgate.records;

import dev.tollgate.contract.event.EventDeclaration;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.records.resource.ResourceOperations;
import dev.tollgate.runtime.postgres.MigrationSet;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import java.util.List;

/**
 * A module of business records: resources with tables in the schema of its key, made by the migrations in
 * {@code db/<key>}. It gets a {@link ModuleContext} and nothing else.
 */
public interface RecordModule extends ServedModule, MigrationSet {

    /** Its resources, in the order in which people read about them. */
    List<ResourceOperations<?, ?>> resources();

    /** Binds the handlers of operations with a behaviour of their own on one event loop, before any call. */
    default void serve(ModuleContext context) {}

    @Override
    default List<Operation<?, ?>> operations() {
        return resources().stream()
                .<Operation<?, ?>>flatMap(resource -> resource.all().stream())
                .toList();
    }

    @Override
    default List<EventDeclaration> events() {
        return resources().stream()
                .flatMap(resource -> resource.table().events().stream())
                .toList();
    }

    @Override
    default Deployable verticle(PlatformContext platform) {
        return _ -> {
            var context = new ModuleContext(platform);
            serve(context);
            resources().forEach(resource -> resource.serve(context.bus(), context));
            return Future.succeededFuture();
        };
    }

    @Override
    default String owner() {
        return key();
    }

    /** After accounts and records. */
    @Override
    default int order() {
        return 50;
    }
}
