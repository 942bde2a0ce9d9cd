package dev.tollgate.gateway.workspace;

import dev.tollgate.contract.caller.Scope;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.gateway.workspace.audit.AuditChains;
import dev.tollgate.gateway.workspace.audit.AuditEventOperations;
import dev.tollgate.gateway.workspace.audit.AuditEvents;
import dev.tollgate.gateway.workspace.request.RequestOperations;
import dev.tollgate.gateway.workspace.request.Requests;
import dev.tollgate.records.ModuleProvider;
import dev.tollgate.records.PlatformContext;
import dev.tollgate.records.ServedModule;
import dev.tollgate.records.audit.AuditDeclaration;
import dev.tollgate.runtime.settings.KafkaDeclaration;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import java.util.List;

/** The module every workspace has: always on. */
public final class WorkspaceModule implements ServedModule {

    @Override
    public String key() {
        return "workspace";
    }

    @Override
    public String title() {
        return "Workspace";
    }

    @Override
    public boolean switchable() {
        return false;
    }

    @Override
    public Scope eventScope() {
        return new Scope("audit:read");
    }

    @Override
    public List<Operation<?, ?>> operations() {
        return OwnWorkspaceOperations.ALL;
    }

    @Override
    public Deployable verticle(PlatformContext context) {
        return _ -> {
            var events = new AuditEvents(context.work(), context.cursors(), context.events(), ModuleProvider.all());
            var reads = context.settings().get(AuditDeclaration.class).reads();
            var requests = new Requests(events, context.work(), reads == AuditDeclaration.Reads.HOURLY);
            context.bus().serve(AuditEventOperations.LIST, events::list);
            var slices = context.settings().get(KafkaDeclaration.class).partitions();
            context.bus().serve(AuditEventOperations.CHAIN, new AuditChains(context.work(), slices)::get);
            context.bus().serve(RequestOperations.GET, requests::get);
            return Future.succeededFuture();
        };
    }
}
