package dev.tollgate.webhooks.app;

import dev.tollgate.runtime.process.ProcessContext;
import dev.tollgate.runtime.process.Service;
import io.vertx.core.Future;

/** The dispatcher as one service: a verticle on one event loop. */
final class DispatcherService implements Service {

    private final ProcessContext context;
    private final Dispatcher dispatcher;
    private String deployment = "";

    DispatcherService(ProcessContext context) {
        this.context = context;
        this.dispatcher = new Dispatcher(context);
    }

    @Override
    public String name() {
        return "webhook dispatcher";
    }

    @Override
    public Future<Void> start() {
        context.health().add("webhooks", dispatcher::check);
        return context.vertx()
                .deployVerticle(dispatcher)
                .onSuccess(id -> deployment = id)
                .mapEmpty();
    }

    @Override
    public Future<Void> drain() {
        return dispatcher.drain();
    }

    @Override
    public Future<Void> stop() {
        return deployment.isEmpty() ? Future.succeededFuture() : context.vertx().undeploy(deployment);
    }
}
