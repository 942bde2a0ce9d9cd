package dev.tollgate.records.audit;

import dev.tollgate.runtime.process.ProcessContext;
import dev.tollgate.runtime.process.Service;
import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/** The keeping of the audit as a service of a process. */
final class AuditService implements Service {

    private final ProcessContext process;
    private volatile @Nullable String deployment;

    AuditService(ProcessContext process) {
        this.process = process;
    }

    @Override
    public String name() {
        return "audit";
    }

    @Override
    public Future<Void> start() {
        var verticle = new AuditVerticle(process);
        return process.vertx()
                .deployVerticle(verticle)
                .onSuccess(id -> {
                    deployment = id;
                    process.health().add("audit", verticle::check);
                })
                .mapEmpty();
    }

    @Override
    public Future<Void> stop() {
        var id = deployment;
        return id == null ? Future.succeededFuture() : process.vertx().undeploy(id);
    }
}
