package dev.tollgate.gateway.rest;

import dev.tollgate.contract.caller.Surface;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.gateway.access.Places;
import dev.tollgate.gateway.answer.Answers;
import dev.tollgate.gateway.answer.BaseUrls;
import dev.tollgate.gateway.catalogue.Catalogue;
import dev.tollgate.gateway.catalogue.CompiledFace;
import dev.tollgate.gateway.catalogue.RouteTrie;
import dev.tollgate.gateway.http.Bodies;
import dev.tollgate.gateway.http.ProblemResponses;
import dev.tollgate.gateway.pipeline.Admission;
import dev.tollgate.gateway.pipeline.Arrival;
import dev.tollgate.gateway.pipeline.Ending;
import dev.tollgate.gateway.pipeline.Pipeline;
import dev.tollgate.gateway.pipeline.Visit;
import io.vertx.core.http.HttpServerRequest;

/** Takes REST requests of both planes on one event loop: credential first, then the route, then its call. */
public final class RestReader {

    private static final String TENANT = "tenant_id";
    private static final String WORKSPACE = "workspace_id";

    private final Pipeline pipeline;
    private final RouteTrie<CompiledFace<?, ?>> routes;
    private final ProblemResponses problems;
    private final RestResponses responses;
    private final RestCall.Parts parts;

    /** A reader of these routes. */
    public RestReader(
            Pipeline pipeline,
            Bodies bodies,
            Catalogue catalogue,
            Answers answers,
            ProblemResponses problems,
            BaseUrls urls) {
        this.pipeline = pipeline;
        this.routes = catalogue.routes();
        this.problems = problems;
        this.responses = new RestResponses(answers, problems, new Locations(catalogue, urls));
        this.parts = new RestCall.Parts(pipeline, bodies, responses, new Places<>(SignedCall.SIGNED_IN_FLIGHT_MAX));
    }

    /** Answers a paused request whose head is sane. */
    public void handle(HttpServerRequest request, Arrival arrival) {
        if (arrival.surface() == Surface.CONTROL
                && routes.match(request.method().name(), request.path())
                        instanceof RouteTrie.Match.Found<CompiledFace<?, ?>> found) {
            var signed = found.target().signed();
            if (signed != null) {
                SignedCall.of(parts, request, pipeline.signed(arrival, signed), found, found.target())
                        .start(signed);
                return;
            }
        }
        pipeline.admit(arrival).onComplete(admitted -> {
            switch (admitted.result()) {
                case Admission.TurnedAway(Refusal refusal) ->
                    problems.send(request, refusal, arrival.requestId(), null);
                case Admission.Admitted(Visit visit) -> guarded(request, visit);
            }
        });
    }

    private void guarded(HttpServerRequest request, Visit visit) {
        try {
            route(request, visit);
        } catch (RuntimeException broken) {
            refuse(request, visit, pipeline.broke(visit, null, broken));
        }
    }

    private void route(HttpServerRequest request, Visit visit) {
        switch (routes.match(request.method().name(), request.path())) {
            case RouteTrie.Match.NoPath<CompiledFace<?, ?>> _ -> refuse(request, visit, new Refusal.RouteNotFound());
            case RouteTrie.Match.NoMethod<CompiledFace<?, ?>>(var allowed) ->
                refuse(request, visit, new Refusal.MethodNotAllowed(allowed));
            case RouteTrie.Match.Found<CompiledFace<?, ?>> found -> {
                if (visit.arrival().surface() == Surface.CONTROL) {
                    target(request, visit, found);
                } else {
                    call(request, visit, found, found.target());
                }
            }
        }
    }

    /** Finds what a control route is about before anything else is said about it. */
    private void target(HttpServerRequest request, Visit visit, RouteTrie.Match.Found<CompiledFace<?, ?>> found) {
        var face = found.target();
        pipeline.target(visit, found.parameter(TENANT), found.parameter(WORKSPACE), face.operation(), face.face())
                .onComplete(targeted -> {
                    switch (targeted.result()) {
                        case Admission.TurnedAway(Refusal refusal) -> {
                            pipeline.leave(visit, face.operation(), Ending.refused(refusal));
                            responses.refuse(request, visit, refusal);
                        }
                        case Admission.Admitted(Visit there) -> call(request, there, found, face);
                    }
                });
    }

    private <I, A> void call(
            HttpServerRequest request, Visit visit, RouteTrie.Match.Found<?> found, CompiledFace<I, A> face) {
        new RestCall<>(parts, request, visit, found, face).start();
    }

    private void refuse(HttpServerRequest request, Visit visit, Refusal refusal) {
        pipeline.leave(visit, null, Ending.refused(refusal));
        responses.refuse(request, visit, refusal);
    }
}
