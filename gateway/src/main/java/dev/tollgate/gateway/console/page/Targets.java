package dev.tollgate.gateway.console.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.tollgate.contract.operation.Plane;
import dev.tollgate.gateway.catalogue.Catalogue;
import dev.tollgate.gateway.catalogue.CompiledFace;
import dev.tollgate.gateway.catalogue.RouteTrie;
import dev.tollgate.gateway.pipeline.TargetRights;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Finds what a page is about: the rights of the person on it, and what it is called. One per event loop. */
final class Targets {

    private final PageCalls calls;
    private final CompiledFace<?, ?> search;
    private final CompiledFace<?, ?> tenant;

    Targets(PageCalls calls, Catalogue catalogue) {
        this.calls = calls;
        this.search = Objects.requireNonNull(catalogue.face("search_workspaces", Plane.CONTROL));
        this.tenant = Objects.requireNonNull(catalogue.face("get_tenant", Plane.CONTROL));
    }

    /** The target of a path; empty where the person does not see it. */
    Future<Optional<PageTarget>> of(Visit visit, RouteTrie.Match.Found<?> found) {
        return calls.rights(visit, found)
                .compose(rights -> rights.isPresent()
                        ? named(visit, rights.get()).map(Optional::of)
                        : Future.succeededFuture(Optional.empty()));
    }

    private Future<PageTarget> named(Visit visit, TargetRights rights) {
        var workspace = rights.workspaceId();
        var ofTenant = rights.tenantId();
        if (workspace != null) {
            return calls.call(visit, search, List.of(), matching(workspace.text()))
                    .map(answer -> content(answer).path("workspaces").path(0))
                    .map(match -> PageTarget.of(
                            rights,
                            match.path("tenant_name").asText("Tenant"),
                            match.path("name").asText("Workspace"),
                            rights.allows(tenant)));
        }
        if (ofTenant != null && rights.allows(tenant)) {
            return calls.call(visit, tenant, List.of(ofTenant.text()), CallInputs.NONE)
                    .map(answer ->
                            PageTarget.of(rights, content(answer).path("name").asText("Tenant"), "", true));
        }
        return Future.succeededFuture(PageTarget.of(rights, "Tenant", "", false));
    }

    private static CallInputs matching(String id) {
        return CallInputs.query(
                MultiMap.caseInsensitiveMultiMap().add("query", id).add("limit", "1"));
    }

    private static JsonNode content(CallAnswer answer) {
        return switch (answer) {
            case CallAnswer.Done done -> done.content();
            case CallAnswer.Refused _ -> MissingNode.getInstance();
        };
    }
}
