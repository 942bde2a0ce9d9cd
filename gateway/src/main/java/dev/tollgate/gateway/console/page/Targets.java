package dev.tollgate.gateway.console.page;

import static io.netty.handler.codec.http.HttpResponseStatus.TOO_MANY_REQUESTS;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.tollgate.contract.operation.Plane;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.gateway.answer.Problem;
import dev.tollgate.gateway.catalogue.Catalogue;
import dev.tollgate.gateway.catalogue.CompiledFace;
import dev.tollgate.gateway.catalogue.input.RouteTrie;
import dev.tollgate.gateway.console.call.CallAnswer;
import dev.tollgate.gateway.console.call.CallInputs;
import dev.tollgate.gateway.console.call.PageCalls;
import dev.tollgate.gateway.console.call.Visit;
import dev.tollgate.gateway.pipeline.TargetRights;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/** Finds what a page is about: the rights of the person on it, and what it is called. One per event loop. */
final class Targets {

    /** What the person sees of a target. */
    sealed interface Sight {

        record Seen(PageTarget target) implements Sight {}

        /** There is none, or they do not see it. */
        record Unseen() implements Sight {}

        /** They sent too much for it to be looked up. */
        record Limited(Problem problem) implements Sight {}
    }

    private final PageCalls calls;
    private final CompiledFace<?, ?> search;
    private final CompiledFace<?, ?> tenant;
    private final CompiledFace<?, ?> workspace;

    Targets(PageCalls calls, Catalogue catalogue) {
        this.calls = calls;
        this.search = Objects.requireNonNull(catalogue.face("search_workspaces", Plane.CONTROL));
        this.tenant = Objects.requireNonNull(catalogue.face("get_tenant", Plane.CONTROL));
        this.workspace = Objects.requireNonNull(catalogue.face("read_workspace", Plane.CONTROL));
    }

    /** The target of a path; every page asks for it, and is counted by it. */
    Future<Sight> of(Visit visit, RouteTrie.Match.Found<?> found) {
        return calls.rightsOfPage(visit, found).compose(outcome -> switch (outcome) {
            case Outcome.Done<Optional<TargetRights>>(Optional<TargetRights> rights) ->
                rights.isPresent() ? named(visit, rights.get()) : Future.succeededFuture(new Sight.Unseen());
            case Outcome.Refused<Optional<TargetRights>>(Refusal refusal) ->
                Future.succeededFuture(new Sight.Limited(calls.problem(visit, refusal)));
            case Outcome.Replayed<Optional<TargetRights>> replayed ->
                throw new IllegalStateException("no replay: " + replayed);
        });
    }

    private Future<Sight> named(Visit visit, TargetRights rights) {
        var ofWorkspace = rights.workspaceId();
        var ofTenant = rights.tenantId();
        if (ofWorkspace != null) {
            return calls.call(visit, search, List.of(), matching(ofWorkspace.text()))
                    .map(answer -> sight(answer, content -> ofWorkspace(rights, content)));
        }
        if (ofTenant != null && rights.allows(tenant)) {
            return calls.call(visit, tenant, List.of(ofTenant.text()), CallInputs.NONE)
                    .map(answer -> sight(
                            answer,
                            content ->
                                    PageTarget.of(rights, content.path("name").asText("Tenant"), "", true, false)));
        }
        return Future.succeededFuture(new Sight.Seen(PageTarget.of(rights, "Tenant", "", false, false)));
    }

    /** A workspace whose name is not known has none: nobody may confirm anything by a word that stands for it. */
    private PageTarget ofWorkspace(TargetRights rights, JsonNode content) {
        var match = content.path("workspaces").path(0);
        return PageTarget.of(
                rights,
                match.path("tenant_name").asText("Tenant"),
                match.path("name").asText(""),
                rights.allows(tenant),
                rights.allows(workspace));
    }

    /** A target whose names the person may not read has none; one that is over the rate limit is not shown. */
    static Sight sight(CallAnswer answer, Function<JsonNode, PageTarget> named) {
        return switch (answer) {
            case CallAnswer.Done done -> new Sight.Seen(named.apply(done.content()));
            case CallAnswer.Refused(Problem problem) ->
                problem.status() == TOO_MANY_REQUESTS.code()
                        ? new Sight.Limited(problem)
                        : new Sight.Seen(named.apply(MissingNode.getInstance()));
        };
    }

    private static CallInputs matching(String id) {
        return CallInputs.query(
                MultiMap.caseInsensitiveMultiMap().add("query", id).add("limit", "1"));
    }
}
