package dev.tollgate.billing.app;

import dev.tollgate.runtime.process.ProcessContext;
import dev.tollgate.runtime.process.Service;
import io.vertx.core.Future;

/** The meter as one service: a verticle on one event loop. Ceiling to know: a partition is one meter's, on one loop. */
final class MeterService implements Service {

    private final ProcessContext context;
    private final MeterLoop meterLoop;
    private String deployment = "";

    MeterService(ProcessContext context) {
        this.context = context;
        this.meterLoop = new MeterLoop(MeterParts.of(context));
    }

    @Override
    public String name() {
        return "billing meter";
    }

    @Override
    public Future<Void> start() {
        context.health().add("meter", meterLoop::check);
        return context.vertx()
                .deployVerticle(meterLoop)
                .onSuccess(id -> deployment = id)
                .mapEmpty();
    }

    @Override
    public Future<Void> stop() {
        return deployment.isEmpty() ? Future.succeededFuture() : context.vertx().undeploy(deployment);
    }
}
