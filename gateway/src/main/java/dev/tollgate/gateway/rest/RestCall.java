package dev.tollgate.gateway.rest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.contract.operation.Conditions;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.gateway.catalogue.CompiledFace;
import dev.tollgate.gateway.catalogue.Parsed;
import dev.tollgate.gateway.catalogue.RouteTrie;
import dev.tollgate.gateway.catalogue.StrictJson;
import dev.tollgate.gateway.http.Bodies;
import dev.tollgate.gateway.pipeline.Ending;
import dev.tollgate.gateway.pipeline.Pipeline;
import dev.tollgate.gateway.pipeline.Visit;
import io.vertx.core.AsyncResult;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/** One REST call of a known operation: may it, then its body, then the pipeline, then the response. */
final class RestCall<I, A> {

    /** What the calls of a loop share. */
    record Parts(Pipeline pipeline, Bodies bodies, RestResponses responses) {}

    private static final MultiMap NO_QUERY = MultiMap.caseInsensitiveMultiMap();

    private final Pipeline pipeline;
    private final Bodies bodies;
    private final RestResponses responses;
    private final HttpServerRequest request;
    private final Visit visit;
    private final RouteTrie.Match.Found<?> found;
    private final CompiledFace<I, A> face;

    RestCall(
            Parts parts,
            HttpServerRequest request,
            Visit visit,
            RouteTrie.Match.Found<?> found,
            CompiledFace<I, A> face) {
        this.pipeline = parts.pipeline();
        this.bodies = parts.bodies();
        this.responses = parts.responses();
        this.request = request;
        this.visit = visit;
        this.found = found;
        this.face = face;
    }

    void start() {
        guarded(this::begin);
    }

    private void begin() {
        var refusal = gates();
        if (refusal != null) {
            end(Ending.refused(refusal));
        } else if (!Bodies.announced(request)) {
            conditions(null);
        } else {
            bodies.read(request).onComplete(read -> guarded(() -> body(read)));
        }
    }

    private @Nullable Refusal gates() {
        var refusal = pipeline.allowed(visit, face.face().access());
        if (refusal == null) {
            refusal = pipeline.enter(visit);
        }
        if (refusal == null && Bodies.announced(request)) {
            refusal = face.face().takesBody()
                    ? MediaTypes.refusal(face.face().route().method(), request.headers())
                    : new Refusal.MalformedRequest("This operation takes no body.");
        }
        return refusal;
    }

    private void body(AsyncResult<Bodies.Reading> read) {
        if (read.failed()) {
            end(Ending.refused(new Refusal.MalformedRequest("The body did not arrive whole.")));
            return;
        }
        switch (read.result()) {
            case Bodies.Reading.Refused(Refusal refusal) -> end(Ending.refused(refusal));
            case Bodies.Reading.Whole(Buffer bytes) -> {
                switch (StrictJson.read(bytes.getBytes())) {
                    case StrictJson.Text.Malformed(String detail) ->
                        end(Ending.refused(new Refusal.MalformedRequest(detail)));
                    case StrictJson.Text.Tree(JsonNode node) -> conditions(node);
                }
            }
        }
    }

    private void conditions(@Nullable JsonNode body) {
        switch (RestConditions.of(face.operation(), request.headers())) {
            case RestConditions.Faulty(Refusal refusal) -> end(Ending.refused(refusal));
            case RestConditions.Given(Conditions conditions) -> input(body, conditions);
        }
    }

    private void input(@Nullable JsonNode body, Conditions given) {
        var query = query();
        if (query == null) {
            end(Ending.refused(new Refusal.MalformedRequest("The query has a broken escape.")));
            return;
        }
        switch (face.rest().read(found, query, body, given)) {
            case Parsed.Invalid<I>(Refusal refusal) -> end(Ending.refused(refusal));
            case Parsed.Valid<I>(I input, Conditions conditions) ->
                pipeline.call(visit, face.operation(), face.face(), input, conditions)
                        .onSuccess(this::end);
        }
    }

    /** The query's parameters; null where an escape in it is none. */
    private @Nullable MultiMap query() {
        try {
            return request.query() == null ? NO_QUERY : request.params();
        } catch (IllegalArgumentException broken) {
            return null;
        }
    }

    /** A call is answered and its place given back even where we stumble. */
    private void guarded(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException broken) {
            end(Ending.refused(pipeline.broke(visit, face.operation(), broken)));
        }
    }

    private void end(Ending<A> ending) {
        pipeline.leave(visit, face.operation(), ending);
        responses.send(request, found, face, visit, ending);
    }
}
