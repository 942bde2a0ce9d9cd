package dev.tollgate.gateway.pipeline;

import dev.tollgate.contract.caller.Actor;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.caller.TypeId;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.operation.SignedMessage;
import dev.tollgate.contract.operation.WorkspaceState;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.gateway.access.Rights;
import dev.tollgate.gateway.catalogue.CompiledFace;
import dev.tollgate.gateway.catalogue.input.RouteTrie;
import dev.tollgate.gateway.credential.WorkspaceSnapshot;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Finds what a REST call is about. On the control plane the path names it, and one that does not exist, or that the
 * caller may not see, is 404.
 */
public final class TargetGate {

    private static final String TENANT = "tenant_id";
    private static final String WORKSPACE = "workspace_id";

    /** The call has its target, which takes it in its present state. */
    static final class Targeted<I, A> extends CheckedCall<I, A> implements Gated<Targeted<I, A>> {
        private Targeted(RequestContext context, CompiledFace<I, A> face) {
            super(context, face);
        }
    }

    private final BiFunction<Actor, WorkspaceId, Future<Optional<WorkspaceSnapshot>>> workspaces;
    private final BiFunction<Actor, TenantId, Future<Optional<String>>> plans;

    /**
     * The gate of one loop.
     *
     * @param workspaces looks a workspace up for who asks
     * @param plans looks the plan of a tenant up, likewise
     */
    public TargetGate(
            BiFunction<Actor, WorkspaceId, Future<Optional<WorkspaceSnapshot>>> workspaces,
            BiFunction<Actor, TenantId, Future<Optional<String>>> plans) {
        this.workspaces = workspaces;
        this.plans = plans;
    }

    /** On the app plane a call is about the workspace of its credential. */
    <I, A> Gated<Targeted<I, A>> own(Authenticator.Admitted<GateOrder.Rest> caller, CompiledFace<I, A> face) {
        return new Targeted<>(caller.context(), face);
    }

    /** A message that its sender signs is about nothing that a path names. */
    <A> Gated<Targeted<SignedMessage, A>> signed(RequestContext sender, CompiledFace<SignedMessage, A> face) {
        return new Targeted<>(sender, face);
    }

    /** Resolves the target of a control route's path; fails if it cannot be looked up. */
    <I, A> Future<Gated<Targeted<I, A>>> named(
            Authenticator.Admitted<GateOrder.Rest> caller, RouteTrie.Match.Found<?> route, CompiledFace<I, A> face) {
        var workspace = route.parameter(WORKSPACE);
        if (workspace != null) {
            return TypeId.parse(TypeId.prefix(WorkspaceId.class), workspace)
                    .map(id -> workspace(caller.context(), new WorkspaceId(id), face))
                    .orElseGet(() -> Future.succeededFuture(nothing("workspace")));
        }
        var tenant = route.parameter(TENANT);
        if (tenant != null) {
            return TypeId.parse(TypeId.prefix(TenantId.class), tenant)
                    .map(id -> tenant(caller.context(), new TenantId(id), face))
                    .orElseGet(() -> Future.succeededFuture(nothing("tenant")));
        }
        return Future.succeededFuture(new Targeted<>(caller.context(), face));
    }

    /** The rights of an admitted caller on the target of a control route; empty for one that they do not see. */
    Future<Optional<TargetRights>> rights(
            Authenticator.Admitted<GateOrder.Rest> caller, RouteTrie.Match.Found<?> route) {
        var context = caller.context();
        var workspace = route.parameter(WORKSPACE);
        if (workspace != null) {
            return TypeId.parse(TypeId.prefix(WorkspaceId.class), workspace)
                    .map(id -> workspaces
                            .apply(context.credential().actor(), new WorkspaceId(id))
                            .map(found -> found.map(snapshot -> TargetRights.ofWorkspace(context, snapshot))
                                    .filter(TargetRights::seesTarget)))
                    .orElseGet(() -> Future.succeededFuture(Optional.empty()));
        }
        var tenant = route.parameter(TENANT);
        if (tenant != null) {
            return TypeId.parse(TypeId.prefix(TenantId.class), tenant)
                    .map(TenantId::new)
                    .map(id -> plans.apply(context.credential().actor(), id)
                            .map(found -> found.map(_ -> TargetRights.ofTenant(context, id))
                                    .filter(TargetRights::seesTarget)))
                    .orElseGet(() -> Future.succeededFuture(Optional.empty()));
        }
        return Future.succeededFuture(Optional.of(TargetRights.ofInstallation(context)));
    }

    private <I, A> Future<Gated<Targeted<I, A>>> workspace(
            RequestContext caller, WorkspaceId id, CompiledFace<I, A> face) {
        return workspaces
                .apply(caller.credential().actor(), id)
                .map(found -> found.map(snapshot -> active(caller.on(snapshot.tenant(), snapshot), snapshot, face))
                        .orElseGet(() -> nothing("workspace")));
    }

    private <I, A> Future<Gated<Targeted<I, A>>> tenant(RequestContext caller, TenantId id, CompiledFace<I, A> face) {
        return plans.apply(caller.credential().actor(), id)
                .map(found -> found.map(_ -> seen(caller.on(id, null), face, "tenant"))
                        .orElseGet(() -> nothing("tenant")));
    }

    private static <I, A> Gated<Targeted<I, A>> active(
            RequestContext context, WorkspaceSnapshot snapshot, CompiledFace<I, A> face) {
        Gated<Targeted<I, A>> seen = seen(context, face, "workspace");
        boolean mustBeActive = face.operation().workspaceState() == WorkspaceState.ACTIVE;
        var closed = mustBeActive ? Rights.closed(snapshot) : null;
        return closed == null ? seen : seen.then(_ -> new Gated.Refused<>(closed));
    }

    private static <I, A> Gated<Targeted<I, A>> seen(RequestContext context, CompiledFace<I, A> face, String what) {
        return context.roles().isEmpty() ? nothing(what) : new Targeted<>(context, face);
    }

    private static <I, A> Gated<Targeted<I, A>> nothing(String what) {
        return new Gated.Refused<>(new Refusal.ResourceNotFound("There is no such " + what + '.'));
    }
}
