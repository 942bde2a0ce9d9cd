package dev.tollgate.gateway.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.contract.operation.Conditions;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.gateway.catalogue.CompiledFace;
import dev.tollgate.gateway.catalogue.Parsed;
import dev.tollgate.gateway.catalogue.StrictJson;
import dev.tollgate.gateway.catalogue.ToolInput;
import dev.tollgate.gateway.http.Bodies;
import dev.tollgate.gateway.pipeline.Ending;
import dev.tollgate.gateway.pipeline.Pipeline;
import dev.tollgate.gateway.pipeline.Visit;
import io.vertx.core.AsyncResult;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.Objects;

/** One POST of a visitor who was let in: its headers, its message, the answer. */
final class McpCall {

    private static final Ending<Boolean> SERVED = new Ending<>(Outcome.done(true), null);

    private final Pipeline pipeline;
    private final McpReader.Shared shared;
    private final ToolResults results;
    private final McpResponses responses;
    private final DiscoveryBuckets discovery;
    private final HttpServerRequest request;
    private final Visit visit;

    McpCall(
            Pipeline pipeline,
            McpReader.Shared shared,
            ToolResults results,
            McpResponses responses,
            DiscoveryBuckets discovery,
            HttpServerRequest request,
            Visit visit) {
        this.pipeline = pipeline;
        this.shared = shared;
        this.results = results;
        this.responses = responses;
        this.discovery = discovery;
        this.request = request;
        this.visit = visit;
    }

    void start() {
        var refusal = McpHeaders.refusal(request.headers());
        if (refusal != null) {
            refuse(refusal);
        } else {
            Bodies.read(request).onComplete(read -> guarded(() -> body(read)));
        }
    }

    /** A message is answered and its place given back even where we stumble. */
    private void guarded(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException broken) {
            refuse(pipeline.broke(visit, null, broken));
        }
    }

    private void body(AsyncResult<Bodies.Reading> read) {
        if (read.failed()) {
            refuse(new Refusal.MalformedRequest("The body did not arrive whole."));
            return;
        }
        switch (read.result()) {
            case Bodies.Reading.Refused(Refusal refusal) -> refuse(refusal);
            case Bodies.Reading.Whole(Buffer bytes) -> {
                switch (StrictJson.read(bytes.getBytes())) {
                    case StrictJson.Text.Malformed(String detail) -> invalid(Rpc.PARSE_ERROR, detail);
                    case StrictJson.Text.Tree(JsonNode node) -> message(Message.of(node));
                }
            }
        }
    }

    private void message(Message message) {
        switch (message) {
            case Message.Invalid(String why) -> invalid(Rpc.INVALID_REQUEST, why);
            case Message.OneWay _ -> {
                if (free()) {
                    pipeline.leave(visit, null, SERVED);
                    responses.accepted(request, visit);
                }
            }
            case Message.Request asked -> revision(asked);
        }
    }

    private void revision(Message.Request asked) {
        var header = request.getHeader(Revisions.HEADER);
        if (header != null && !Revisions.speaks(header)) {
            var ending = Ending.refused(new Refusal.MalformedRequest("We speak " + Revisions.SPOKEN + '.'));
            leave(ending, McpResponses.BAD_REQUEST, Rpc.unsupported(asked.id(), header, Revisions.SPOKEN));
        } else if (asked.method().equals("tools/call")) {
            tool(asked);
        } else if (free()) {
            discovery(asked);
        }
    }

    /** Whether the credential may send one more free message; if not, it has been told. */
    private boolean free() {
        var refusal = discovery.refusal(visit.credential().id(), System.nanoTime());
        if (refusal != null) {
            refuse(refusal);
        }
        return refusal == null;
    }

    private void discovery(Message.Request asked) {
        switch (asked.method()) {
            case "initialize" -> {
                var revision = asked.text("protocolVersion");
                serve(
                        revision == null
                                ? Rpc.error(asked.id(), Rpc.INVALID_PARAMS, "protocolVersion is missing.")
                                : Rpc.result(asked.id(), shared.sdk().initialize(revision)));
            }
            case "ping" -> serve(Rpc.result(asked.id(), Buffer.buffer("{}").getBytes()));
            case "tools/list" -> list(asked);
            default ->
                shared.sdk()
                        .answer(asked, Objects.requireNonNull(Vertx.currentContext()))
                        .onSuccess(this::serve);
        }
    }

    private void list(Message.Request asked) {
        var cursor = asked.params().path("cursor");
        var known = cursor.isMissingNode() || cursor.isNull() || cursor.isTextual();
        var page = known ? shared.lists().result(visit, cursor.textValue()) : null;
        serve(
                page == null
                        ? Rpc.error(asked.id(), Rpc.INVALID_PARAMS, "The cursor is not one of this list.")
                        : Rpc.result(asked.id(), page));
    }

    private void tool(Message.Request asked) {
        var name = asked.text("name");
        var face = name == null ? null : shared.catalogue().tools().get(name);
        if (face == null) {
            var ending = Ending.refused(new Refusal.RouteNotFound());
            leave(ending, McpResponses.OK, Rpc.error(asked.id(), Rpc.INVALID_PARAMS, "There is no such tool."));
        } else {
            call(asked, face);
        }
    }

    private <I, A> void call(Message.Request asked, CompiledFace<I, A> face) {
        var operation = face.operation();
        var refusal = pipeline.allowed(visit, face.face().access());
        if (refusal != null) {
            end(asked, operation, Ending.refused(refusal));
            return;
        }
        ToolInput<I> input = Objects.requireNonNull(face.tool());
        switch (input.read(asked.params().get("arguments"))) {
            case Parsed.Invalid<I>(Refusal invalid) -> end(asked, operation, Ending.refused(invalid));
            case Parsed.Valid<I>(I valid, Conditions conditions) ->
                pipeline.call(visit, operation, face.face(), valid, conditions)
                        .onSuccess(ending -> guarded(() -> end(asked, operation, ending)));
        }
    }

    private void end(Message.Request asked, Operation<?, ?> operation, Ending<?> ending) {
        pipeline.leave(visit, operation, ending);
        responses.send(request, visit, ending, McpResponses.OK, results.answer(asked.id(), visit, ending));
    }

    private void serve(Buffer message) {
        leave(SERVED, McpResponses.OK, message);
    }

    private void invalid(int code, String why) {
        var ending = Ending.refused(new Refusal.MalformedRequest(why));
        leave(ending, McpResponses.BAD_REQUEST, Rpc.error(null, code, why));
    }

    /** Ends a visit that called no operation. */
    private void leave(Ending<?> ending, int status, Buffer message) {
        pipeline.leave(visit, null, ending);
        responses.send(request, visit, ending, status, message);
    }

    private void refuse(Refusal refusal) {
        pipeline.leave(visit, null, Ending.refused(refusal));
        responses.refuse(request, visit, refusal);
    }
}
