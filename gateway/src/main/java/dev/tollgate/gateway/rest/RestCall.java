package dev.tollgate.gateway.rest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.contract.operation.Conditions;
import dev.tollgate.contract.outcome.FieldError;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.gateway.access.Places;
import dev.tollgate.gateway.catalogue.CompiledFace;
import dev.tollgate.gateway.catalogue.Parsed;
import dev.tollgate.gateway.catalogue.RouteTrie;
import dev.tollgate.gateway.catalogue.StrictJson;
import dev.tollgate.gateway.http.Bodies;
import dev.tollgate.gateway.http.LargeBodies;
import dev.tollgate.gateway.pipeline.Ending;
import dev.tollgate.gateway.pipeline.Pipeline;
import dev.tollgate.gateway.pipeline.Visit;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One REST call of a known operation: may it, then its body, then the pipeline, then the response. */
final class RestCall<I, A> {

    /**
     * What the calls of a loop share.
     *
     * @param signed bounds the signed calls in flight, by operation
     */
    record Parts(Pipeline pipeline, Bodies bodies, RestResponses responses, Places<String> signed) {}

    private static final MultiMap NO_QUERY = MultiMap.caseInsensitiveMultiMap();

    private final Pipeline pipeline;
    private final Bodies bodies;
    private final RestResponses responses;
    private final HttpServerRequest request;
    private final Visit visit;
    private final RouteTrie.Match.Found<?> found;
    private final CompiledFace<I, A> face;
    private boolean large;
    private long workNanos;

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
            bodies.read(request).onSuccess(read -> guarded(() -> body(read)));
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
                    : new Refusal.MalformedRequest("This operation does not accept a body.");
        }
        return refusal;
    }

    private void body(Bodies.Reading read) {
        switch (read) {
            case Bodies.Reading.Refused(Refusal refusal) -> end(Ending.refused(refusal));
            case Bodies.Reading.Whole(Buffer bytes) -> {
                large = LargeBodies.isLarge(bytes.length());
                var body = bytes.getBytes();
                understand(() -> face.rest().text(body), this::onText);
            }
        }
    }

    private void onText(StrictJson.Text text) {
        switch (text) {
            case StrictJson.Text.Malformed(String detail) -> unfit(new Refusal.MalformedRequest(detail));
            case StrictJson.Text.Oversized(FieldError fault) -> unfit(new Refusal.ValidationFailed(List.of(fault)));
            case StrictJson.Text.Tree(JsonNode node) -> conditions(node);
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
            end(Ending.refused(new Refusal.MalformedRequest("The query contains an invalid percent-encoding.")));
            return;
        }
        understand(() -> face.rest().read(found, query, body, given), this::onInput);
    }

    private void onInput(Parsed<I> parsed) {
        switch (parsed) {
            case Parsed.Invalid<I>(Refusal refusal) -> unfit(refusal);
            case Parsed.Valid<I>(I input, Conditions conditions) ->
                pipeline.call(visit, face.operation(), face.face(), input, conditions)
                        .onSuccess(this::end);
        }
    }

    /** Does work on a large body off the loop, any other at once. */
    private <T> void understand(Supplier<T> work, Consumer<T> then) {
        if (!large) {
            onResult(LargeBodies.TimedResult.Done.of(work), then);
            return;
        }
        bodies.large()
                .run(visit.tenantOrCredential(), work)
                .onSuccess(timed -> guarded(() -> onResult(timed, then)))
                .onFailure(broken -> end(Ending.refused(pipeline.broke(visit, face.operation(), broken))));
    }

    private <T> void onResult(LargeBodies.TimedResult<T> timed, Consumer<T> then) {
        switch (timed) {
            case LargeBodies.TimedResult.Refused<T>(Refusal refusal) -> end(Ending.refused(refusal));
            case LargeBodies.TimedResult.Done<T>(T result, long nanos) -> {
                workNanos += nanos;
                then.accept(result);
            }
        }
    }

    /** What was read is no input; a body that is none costs its sender more than the call. */
    private void unfit(Refusal refusal) {
        if (Bodies.announced(request)) {
            pipeline.spent(visit, workNanos);
        }
        end(Ending.refused(refusal));
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
