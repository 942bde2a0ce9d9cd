package dev.tollgate.gateway.app;

import dev.tollgate.gateway.pipeline.CallHandlers;
import dev.tollgate.records.PlatformContext;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.internal.ContextInternal;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** The modules' verticles on one event loop. */
final class LoopModules {

    private final SharedState shared;
    private final ContextInternal loop;
    private final CallHandlers handlers;
    private final List<Deployable> deployed = new ArrayList<>();

    LoopModules(SharedState shared, ContextInternal loop, CallHandlers handlers) {
        this.shared = shared;
        this.loop = loop;
        this.handlers = handlers;
    }

    /** Starts all; fails where an operation of the catalogue has no handler then. */
    Future<Void> start(PlatformContext context) {
        var starting = new ArrayList<Future<?>>();
        for (var module : shared.modules()) {
            var verticle = module.verticle(context);
            deployed.add(verticle);
            starting.add(started(verticle));
        }
        return Future.all(starting).compose(_ -> allServed());
    }

    /** Ends all; completes when each has ended or failed to. */
    Future<?> end() {
        return Future.join(deployed.stream().map(this::ended).toList());
    }

    private Future<?> started(Deployable verticle) {
        try {
            return verticle.deploy(loop);
        } catch (Exception broken) {
            return Future.failedFuture(broken);
        }
    }

    private Future<?> ended(Deployable verticle) {
        try {
            return verticle.undeploy(loop);
        } catch (Exception broken) {
            return Future.failedFuture(broken);
        }
    }

    private Future<Void> allServed() {
        var unserved = new TreeSet<String>();
        shared.catalogue().faces().forEach(face -> unserved.add(face.operation().name()));
        unserved.removeAll(handlers.served());
        return unserved.isEmpty()
                ? Future.succeededFuture()
                : Future.failedFuture(new IllegalStateException("no handler on this loop serves " + unserved));
    }
}
