package dev.tollgate.gateway.rest;

import dev.tollgate.contract.operation.Answer;
import dev.tollgate.contract.operation.Effect;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.operation.Resource;
import dev.tollgate.contract.operation.Trait;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.gateway.answer.AnswerWriter;
import dev.tollgate.gateway.answer.CsvTable;
import dev.tollgate.gateway.catalogue.CompiledFace;
import dev.tollgate.gateway.catalogue.input.RouteTrie;
import dev.tollgate.gateway.http.ArrivalFactory;
import dev.tollgate.gateway.http.BrowserHeaders;
import dev.tollgate.gateway.http.CallHeaders;
import dev.tollgate.gateway.http.EntityTags;
import dev.tollgate.gateway.http.PiecewiseBody;
import dev.tollgate.gateway.http.ProblemResponses;
import dev.tollgate.gateway.pipeline.CallResult;
import dev.tollgate.gateway.pipeline.RequestContext;
import dev.tollgate.runtime.json.JsonText;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import org.jspecify.annotations.Nullable;

/** Writes results as HTTP responses. Names of headers are prepared once. */
final class RestResponses {

    private static final CharSequence REQUEST_ID = HttpHeaders.createOptimized(ArrivalFactory.REQUEST_ID);
    private static final CharSequence ORIGINAL = HttpHeaders.createOptimized("Tollgate-Original-Request-Id");
    private static final CharSequence REPLAYED = HttpHeaders.createOptimized("Idempotency-Replayed");
    private static final CharSequence DRY_RUN = HttpHeaders.createOptimized("Tollgate-Dry-Run");
    private static final CharSequence NEXT_CURSOR = HttpHeaders.createOptimized("Tollgate-Next-Cursor");
    private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");
    private static final CharSequence CSV = HttpHeaders.createOptimized("text/csv; charset=utf-8; header=present");
    private static final CharSequence DISPOSITION = HttpHeaders.createOptimized("Content-Disposition");
    private static final CharSequence TRUE = HttpHeaders.createOptimized("true");
    private static final int OK = 200;
    private static final int NOT_MODIFIED = 304;

    /** The room that is kept for the next envelope, and the most of it. */
    private static final int KEPT_BYTES = 4 << 10;

    private static final int KEPT_BYTES_MAX = 64 << 10;

    private final AnswerWriter answers;
    private final ProblemResponses problems;
    private final Locations locations;
    private JsonText envelope = new JsonText(KEPT_BYTES);

    RestResponses(AnswerWriter answers, ProblemResponses problems, Locations locations) {
        this.answers = answers;
        this.problems = problems;
        this.locations = locations;
    }

    /** Answers a call that knew its operation. */
    <I, A> void send(
            HttpServerRequest request,
            RouteTrie.Match.Found<?> found,
            CompiledFace<I, A> face,
            RequestContext context,
            CallResult<A> result) {
        var response = request.response();
        if (response.ended() || response.closed()) {
            return;
        }
        CallHeaders.about(response, context);
        CallHeaders.metered(response, result);
        if (face.operation().has(Trait.SECRET_ANSWER)) {
            BrowserHeaders.secret(response);
        }
        var requestId = context.arrival().requestId();
        switch (result.outcome()) {
            case Outcome.Refused<A>(Refusal refusal) -> problems.send(request, refusal, requestId, context.tenant());
            case Outcome.Replayed<A>(var original, var data) -> {
                response.putHeader(REPLAYED, TRUE).putHeader(ORIGINAL, original.text());
                answers.replayed(text(), data, requestId, result.form());
                ok(request, status(face, context));
            }
            case Outcome.Done<A>(var answer) -> {
                if (face.operation().answer() instanceof Answer.Bare<?>) {
                    text().value(answer);
                    ok(request, status(face, context));
                    return;
                }
                if (result.form().isDryRun()) {
                    response.putHeader(DRY_RUN, TRUE);
                    answers.envelope(text(), answer, requestId, context.tenant(), result.form());
                    ok(request, OK);
                    return;
                }
                var tag = tagged(response, answer);
                if (tag != null && face.operation().effect() == Effect.READ && EntityTags.knows(request, tag)) {
                    response.setStatusCode(NOT_MODIFIED).putHeader(REQUEST_ID, requestId.text());
                    ProblemResponses.finish(request, Buffer.buffer());
                    return;
                }
                var location = locations.location(found, face, answer);
                if (location != null && !context.existed()) {
                    response.putHeader(HttpHeaders.LOCATION, location);
                }
                if (face.operation().has(Trait.CSV)) {
                    response.putHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT);
                }
                if (AcceptedFormat.table(face.operation(), request.headers())) {
                    table(request, face.operation(), answer);
                    return;
                }
                answers.envelope(text(), answer, requestId, context.tenant(), result.form());
                ok(request, status(face, context));
            }
        }
    }

    /** Answers a request that ended before its operation was known. */
    void refuse(HttpServerRequest request, RequestContext context, Refusal refusal) {
        CallHeaders.about(request.response(), context);
        problems.send(request, refusal, context.arrival().requestId(), context.tenant());
    }

    /** Sets what HTTP says about this state of the answer; its entity tag, or null where it has none. */
    private static @Nullable String tagged(HttpServerResponse response, Object answer) {
        var prepared = answer instanceof Page<?> page ? page.prepared() : null;
        var tag = prepared != null
                ? prepared.entityTag()
                : answer instanceof Resource record ? Long.toString(record.version()) : null;
        if (prepared != null) {
            response.putHeader(HttpHeaders.CACHE_CONTROL, prepared.cacheControl());
        }
        if (tag != null) {
            response.putHeader(HttpHeaders.ETAG, '"' + tag + '"');
        }
        return tag;
    }

    private static int status(CompiledFace<?, ?> face, RequestContext context) {
        return context.existed() || face.operation().answer() instanceof Answer.Batched<?>
                ? OK
                : face.operation().success().status();
    }

    private static void table(HttpServerRequest request, Operation<?, ?> operation, Object answer) {
        BrowserHeaders.typed(request.response());
        request.response()
                .setStatusCode(OK)
                .putHeader(HttpHeaders.CONTENT_TYPE, CSV)
                .putHeader(DISPOSITION, "attachment; filename=\"" + operation.resource() + ".csv\"");
        var next = answer instanceof Page<?> page ? page.nextCursor() : null;
        if (next != null) {
            request.response().putHeader(NEXT_CURSOR, next);
        }
        PiecewiseBody.send(request, CsvTable.of(operation.answer(), answer));
    }

    /** The text that every envelope of this loop is written to, empty. */
    private JsonText text() {
        if (envelope.size() > KEPT_BYTES_MAX) {
            envelope = new JsonText(KEPT_BYTES);
        }
        envelope.clear();
        return envelope;
    }

    private void ok(HttpServerRequest request, int status) {
        request.response().setStatusCode(status).putHeader(HttpHeaders.CONTENT_TYPE, JSON);
        ProblemResponses.finish(request, envelope);
    }
}
