package dev.tollgate.gateway.mcp.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.gateway.answer.AnswerWriter;
import dev.tollgate.gateway.catalogue.CompiledFace;
import dev.tollgate.gateway.catalogue.input.ParsedInput;
import dev.tollgate.gateway.mcp.authorization.Challenges;
import dev.tollgate.gateway.mcp.capability.CallMeta;
import dev.tollgate.gateway.mcp.capability.McpCapabilities;
import dev.tollgate.gateway.mcp.list.ListPage;
import dev.tollgate.gateway.mcp.protocol.JsonRpcErrors;
import dev.tollgate.gateway.mcp.protocol.McpReply;
import dev.tollgate.gateway.mcp.protocol.McpRequest;
import dev.tollgate.gateway.pipeline.CallExchange;
import dev.tollgate.gateway.pipeline.CallResult;
import dev.tollgate.gateway.pipeline.Pipeline;
import dev.tollgate.gateway.pipeline.RequestContext;
import dev.tollgate.runtime.json.Json;
import dev.tollgate.runtime.json.JsonText;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The records of the catalogue's get operations as resources, read through the one pipeline. One per event loop. */
public final class CatalogueResources implements McpCapabilities.Resources {

    /** A refusal that is no fault of the request; its problem is the error's data. */
    public static final int REFUSED = -32010;

    private static final String NOT_FOUND = "Resource not found.";
    private static final byte[] CONTENTS = ascii("\"contents\":[{\"uri\":");
    private static final byte[] TEXT = ascii(",\"mimeType\":\"" + RecordResource.MIME_TYPE + "\",\"text\":");
    private static final byte[] END = ascii("}]");
    private static final int FRAME_LENGTH = 128;

    private final Pipeline pipeline;
    private final Challenges challenges;
    private final RecordResources resources;
    private final AnswerWriter answers;

    public CatalogueResources(
            Pipeline pipeline, Challenges challenges, RecordResources resources, AnswerWriter answers) {
        this.pipeline = pipeline;
        this.challenges = challenges;
        this.resources = resources;
        this.answers = answers;
    }

    @Override
    public @Nullable ListPage list(RequestContext context, String cursor) {
        return resources.fixedPages().page(context, cursor);
    }

    @Override
    public @Nullable ListPage templates(RequestContext context, String cursor) {
        return resources.templatePages().page(context, cursor);
    }

    @Override
    public Future<McpReply> read(McpRequest request) {
        var uri = request.text("uri");
        if (uri == null) {
            return McpReply.fault(JsonRpcErrors.INVALID_PARAMS, "uri is missing.")
                    .now();
        }
        var named = resources.named(uri);
        return named == null
                ? notFound(uri, McpReply.Account.refused(new Refusal.RouteNotFound()))
                        .now()
                : read(request, uri, named, named.resource().face());
    }

    private <I, A> Future<McpReply> read(
            McpRequest request, String uri, RecordResources.Named named, CompiledFace<I, A> face) {
        var call = new ResourceCall<>(uri, named, face);
        pipeline.mcp(request.caller(), face, call);
        return call.reply.future();
    }

    /** One read of a resource: its input from the URI, its result as a reply. */
    private final class ResourceCall<I, A> implements CallExchange<I, A> {
        private final Promise<McpReply> reply = Promise.promise();
        private final String uri;
        private final RecordResources.Named named;
        private final CompiledFace<I, A> face;

        ResourceCall(String uri, RecordResources.Named named, CompiledFace<I, A> face) {
            this.uri = uri;
            this.named = named;
            this.face = face;
        }

        @Override
        public Future<ParsedInput<I>> read(RequestContext context) {
            var input = Objects.requireNonNull(face.tool());
            var parsed = input.read(named.resource().arguments(named.value()));
            return Future.succeededFuture(
                    parsed instanceof ParsedInput.Valid<I>
                            ? parsed
                            : new ParsedInput.Invalid<>(new Refusal.ResourceNotFound(NOT_FOUND)));
        }

        @Override
        public void write(RequestContext context, CallResult<A> result) {
            reply.complete(CatalogueResources.this.reply(context, uri, face.operation(), result));
        }
    }

    private McpReply reply(RequestContext context, String uri, Operation<?, ?> operation, CallResult<?> result) {
        var account = new McpReply.Account(operation, result);
        return switch (result.outcome()) {
            case Outcome.Done<?>(var answer) -> result(uri, answers.data(answer), context, account);
            case Outcome.Replayed<?>(var _, var data) -> result(uri, data.getBytes(), context, account);
            case Outcome.Refused<?>(Refusal.ResourceNotFound _) -> notFound(uri, account);
            case Outcome.Refused<?>(Refusal refusal) -> refused(context, refusal, account);
        };
    }

    private static McpReply result(String uri, byte[] data, RequestContext context, McpReply.Account account) {
        var members = new JsonText(data.length + data.length / 4 + FRAME_LENGTH + uri.length())
                .raw(CONTENTS)
                .text(uri)
                .raw(TEXT)
                .quoted(new JsonText(data.length).raw(data))
                .raw(END);
        return new McpReply.Result(
                members.toBuffer(),
                CallMeta.of(context, account.result(), null).toBuffer(),
                McpReply.COMPLETE,
                account);
    }

    private static McpReply notFound(String uri, McpReply.Account account) {
        return new McpReply.Fault(
                JsonRpcErrors.RESOURCE_NOT_FOUND,
                NOT_FOUND,
                JsonNodeFactory.instance.objectNode().put("uri", uri),
                account);
    }

    private McpReply refused(RequestContext context, Refusal refusal, McpReply.Account account) {
        var challenge = challenges.stepUp(context, refusal);
        if (challenge != null || McpReply.byStatus(refusal)) {
            return new McpReply.Refused(refusal, challenge, account);
        }
        var problem =
                Json.read(answers.problem(refusal, context.arrival().requestId(), context.tenant()), JsonNode.class);
        return new McpReply.Fault(REFUSED, problem.path("detail").asText(), problem, account);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
