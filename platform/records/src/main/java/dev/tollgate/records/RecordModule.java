package dev.tollgate.records;

import dev.tollgate.contract.event.EventDeclaration;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.records.consume.EventConsumer;
import dev.tollgate.records.job.JobKind;
import dev.tollgate.records.resource.ResourceOperations;
import dev.tollgate.runtime.migration.MigrationSet;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A module of business records: resources with tables in the schema of its key, made by the migrations in
 * {@code db/<key>}. It gets a {@link ModuleContext} and nothing else.
 */
public interface RecordModule extends ServedModule, MigrationSet {

    /** Its resources, in the order in which people read about them. */
    List<ResourceOperations<?, ?>> resources();

    /** The kinds of its durable jobs; {@link #serve} binds a handler for each. */
    default List<JobKind> jobs() {
        return List.of();
    }

    /** Its consumers of domain events; {@link #serve} binds an effect for each. */
    default List<EventConsumer> consumers() {
        return List.of();
    }

    /** Binds the handlers of operations with a behaviour of their own on one event loop, before any call. */
    default void serve(ModuleContext context) {}

    @Override
    default List<Operation<?, ?>> operations() {
        return resources().stream()
                .<Operation<?, ?>>flatMap(resource -> resource.all().stream())
                .toList();
    }

    /** The actions of its jobs and consumers. */
    @Override
    default List<String> auditedBesides() {
        return Stream.concat(
                        jobs().stream().flatMap(kind -> kind.actions().stream()),
                        consumers().stream().map(EventConsumer::action))
                .distinct()
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
            if (!platform.jobs().kinds(key()).equals(Set.copyOf(jobs()))) {
                return Future.failedFuture(new IllegalStateException(key() + " declares other jobs than it handles"));
            }
            if (!platform.consumers().of(key()).equals(Set.copyOf(consumers()))) {
                return Future.failedFuture(
                        new IllegalStateException(key() + " declares other consumers than it has effects for"));
            }
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
