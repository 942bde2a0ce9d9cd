package dev.tollgate.gateway.rest;

import dev.tollgate.contract.caller.Surface;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.gateway.answer.AnswerWriter;
import dev.tollgate.gateway.answer.BaseUrls;
import dev.tollgate.gateway.catalogue.Catalogue;
import dev.tollgate.gateway.catalogue.CompiledFace;
import dev.tollgate.gateway.catalogue.input.RouteTrie;
import dev.tollgate.gateway.http.BodyReader;
import dev.tollgate.gateway.http.ProblemResponses;
import dev.tollgate.gateway.http.TableSlots;
import dev.tollgate.gateway.pipeline.Arrival;
import dev.tollgate.gateway.pipeline.Authenticator.Admitted;
import dev.tollgate.gateway.pipeline.CallResult;
import dev.tollgate.gateway.pipeline.GateOrder;
import dev.tollgate.gateway.pipeline.Gated;
import dev.tollgate.gateway.pipeline.Pipeline;
import dev.tollgate.gateway.pipeline.RequestContext;
import io.vertx.core.http.HttpServerRequest;

/** Takes REST requests of both planes on one event loop: credential first, then the route, then its call. */
public final class RestReader {

    /**
     * What the readers of a process share.
     *
     * @param tables has a slot for each table that is read or sent
     */
    public record Shared(Catalogue catalogue, BaseUrls urls, TableSlots tables) {}

    private final Pipeline pipeline;
    private final RouteTrie<CompiledFace<?, ?>> routes;
    private final ProblemResponses problems;
    private final RestResponses responses;
    private final RestCall.Parts parts;

    /** A reader of the routes of the catalogue. */
    public RestReader(
            Pipeline pipeline, BodyReader bodies, AnswerWriter answers, ProblemResponses problems, Shared shared) {
        this.pipeline = pipeline;
        this.routes = shared.catalogue().routes();
        this.problems = problems;
        this.responses = new RestResponses(answers, problems, new Locations(shared.catalogue(), shared.urls()));
        this.parts = new RestCall.Parts(pipeline, bodies, responses, new SignedPlaces(), shared.tables());
    }

    /** Answers a paused request whose head is sane. */
    public void handle(HttpServerRequest request, Arrival arrival) {
        var found = arrival.surface() == Surface.CONTROL
                        && routes.match(request.method().name(), request.path())
                                instanceof RouteTrie.Match.Found<CompiledFace<?, ?>> match
                ? match
                : null;
        if (found != null && found.target().signed() != null) {
            SignedCall.start(parts, request, arrival, found);
            return;
        }
        boolean identified = found != null && found.target().identified();
        var known = identified ? null : pipeline.knownRest(arrival);
        if (known != null) {
            judged(request, arrival, known);
        } else {
            var admission = identified ? pipeline.admitIdentified(arrival) : pipeline.admitRest(arrival);
            admission.onComplete(admitted -> judged(request, arrival, admitted.result()));
        }
    }

    private void judged(HttpServerRequest request, Arrival arrival, Gated<Admitted<GateOrder.Rest>> admitted) {
        switch (admitted) {
            case Gated.Refused<Admitted<GateOrder.Rest>>(Refusal refusal) ->
                problems.send(request, refusal, arrival.requestId(), null);
            case Admitted<GateOrder.Rest> caller -> guarded(request, caller);
        }
    }

    private void guarded(HttpServerRequest request, Admitted<GateOrder.Rest> caller) {
        try {
            route(request, caller);
        } catch (RuntimeException broken) {
            refuse(request, caller.context(), pipeline.broke(caller.context(), null, broken));
        }
    }

    private void route(HttpServerRequest request, Admitted<GateOrder.Rest> caller) {
        switch (routes.match(request.method().name(), request.path())) {
            case RouteTrie.Match.NoPath<CompiledFace<?, ?>> _ ->
                refuse(request, caller.context(), new Refusal.RouteNotFound());
            case RouteTrie.Match.NoMethod<CompiledFace<?, ?>>(var allowed) ->
                refuse(request, caller.context(), new Refusal.MethodNotAllowed(allowed));
            case RouteTrie.Match.Found<CompiledFace<?, ?>> found -> call(request, caller, found, found.target());
        }
    }

    private <I, A> void call(
            HttpServerRequest request,
            Admitted<GateOrder.Rest> caller,
            RouteTrie.Match.Found<?> found,
            CompiledFace<I, A> face) {
        pipeline.rest(caller, found, face, new RestCall<>(parts, request, found, face));
    }

    private void refuse(HttpServerRequest request, RequestContext context, Refusal refusal) {
        pipeline.leave(context, null, CallResult.refused(refusal));
        responses.refuse(request, context, refusal);
    }
}
