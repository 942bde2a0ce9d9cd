package dev.tollgate.gateway.mcp.tool;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.gateway.answer.AnswerWriter;
import dev.tollgate.gateway.catalogue.Catalogue;
import dev.tollgate.gateway.catalogue.CompiledFace;
import dev.tollgate.gateway.catalogue.input.AnswerOptions;
import dev.tollgate.gateway.catalogue.input.ParsedInput;
import dev.tollgate.gateway.catalogue.input.ToolInput;
import dev.tollgate.gateway.http.LargeBodyParser;
import dev.tollgate.gateway.http.LargeBodyParser.TimedResult;
import dev.tollgate.gateway.mcp.authorization.Challenges;
import dev.tollgate.gateway.mcp.capability.CallListener;
import dev.tollgate.gateway.mcp.capability.McpCapabilities;
import dev.tollgate.gateway.mcp.list.ListPage;
import dev.tollgate.gateway.mcp.protocol.JsonRpcErrors;
import dev.tollgate.gateway.mcp.protocol.McpReply;
import dev.tollgate.gateway.mcp.protocol.McpRequest;
import dev.tollgate.gateway.pipeline.CallExchange;
import dev.tollgate.gateway.pipeline.CallResult;
import dev.tollgate.gateway.pipeline.Pipeline;
import dev.tollgate.gateway.pipeline.RequestContext;
import dev.tollgate.records.table.RecordNames;
import dev.tollgate.runtime.json.JsonText;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Every operation of the catalogue as a tool, called through the one pipeline. One per event loop. */
public final class CatalogueTools implements McpCapabilities.Tools {

    /** Dependencies that tools share with the rest of their loop. */
    public record Parts(
            Pipeline pipeline, LargeBodyParser large, Challenges challenges, AnswerWriter answers, RecordNames names) {}

    private final Pipeline pipeline;
    private final LargeBodyParser large;
    private final Catalogue catalogue;
    private final ToolLists lists;
    private final ToolDiscovery discovery;
    private final ToolResults results;
    private final ToolAnswers answers;
    private final NamedArguments names;

    public CatalogueTools(Parts parts, Catalogue catalogue, ToolLists lists) {
        this.pipeline = parts.pipeline();
        this.large = parts.large();
        this.results = new ToolResults(parts.answers(), parts.challenges());
        this.answers = new ToolAnswers(parts.answers(), parts.names());
        this.names = new NamedArguments(parts.names());
        this.catalogue = catalogue;
        this.lists = lists;
        this.discovery = new ToolDiscovery(catalogue, lists);
    }

    @Override
    public @Nullable ListPage list(McpRequest request, String cursor) {
        return lists.page(request.context(), request.form(), cursor);
    }

    @Override
    public boolean looksUp(McpRequest request) {
        var tool = discovering(request);
        if (tool == DiscoveryTools.SEARCH || tool == DiscoveryTools.DESCRIBE) {
            return true;
        }
        var name = tool == DiscoveryTools.CALL
                ? request.params().path("arguments").path("name").textValue()
                : request.text("name");
        return name == null || !catalogue.tools().containsKey(name);
    }

    private static @Nullable DiscoveryTools discovering(McpRequest request) {
        return request.form().discover() ? DiscoveryTools.named(request.text("name")) : null;
    }

    @Override
    public Future<McpReply> call(McpRequest request, CallListener listener) {
        var discovering = discovering(request);
        if (discovering != null) {
            return discover(request, discovering);
        }
        var name = request.text("name");
        var face = name == null ? null : catalogue.tools().get(name);
        return face == null
                ? unknown(request, name).now()
                : call(request, face, request.params().get("arguments"));
    }

    private McpReply unknown(McpRequest request, @Nullable String name) {
        return McpReply.fault(
                JsonRpcErrors.INVALID_PARAMS,
                name == null ? "name is missing." : discovery.unknown(name, lists.entitlements(request.context())));
    }

    private Future<McpReply> discover(McpRequest request, DiscoveryTools tool) {
        return switch (discovery.step(tool, request)) {
            case ToolDiscovery.Step.Answer(byte[] data) ->
                results.found(request.context(), data).now();
            case ToolDiscovery.Step.Refused(Refusal refusal) ->
                results.refused(request.context(), refusal).now();
            case ToolDiscovery.Step.Call(CompiledFace<?, ?> face, JsonNode arguments) -> call(request, face, arguments);
        };
    }

    private <I, A> Future<McpReply> call(McpRequest request, CompiledFace<I, A> face, @Nullable JsonNode arguments) {
        var call = new ToolCall<>(request, face, arguments);
        pipeline.mcp(request.caller(), face, call);
        return call.reply.future();
    }

    /** One call of a tool: its input from the arguments, its result as a reply. */
    private final class ToolCall<I, A> implements CallExchange<I, A> {
        private final Promise<McpReply> reply = Promise.promise();
        private final McpRequest request;
        private final CompiledFace<I, A> face;
        private final @Nullable JsonNode arguments;
        private final ToolInput<I> input;
        private final AnswerOptions options;
        private @Nullable JsonText envelope;

        ToolCall(McpRequest request, CompiledFace<I, A> face, @Nullable JsonNode arguments) {
            this.request = request;
            this.face = face;
            this.arguments = arguments;
            this.input = Objects.requireNonNull(face.tool());
            this.options = input.options(arguments, request.form().detailed());
        }

        @Override
        public Future<ParsedInput<I>> read(RequestContext context) {
            var resolved = names.resolve(context, input, arguments);
            return resolved.succeeded()
                    ? read(context, resolved.result())
                    : resolved.compose(faults -> {
                        pipeline.spent(context, faults.workNanos());
                        return read(context, faults);
                    });
        }

        private Future<ParsedInput<I>> read(RequestContext context, NameFaults faults) {
            return request.large()
                    ? large.run(context.tenantOrCredential(), () -> faults.in(input.read(arguments, context.zone())))
                            .map(timed -> parsed(context, timed))
                    : Future.succeededFuture(parsed(
                            context, TimedResult.Done.of(() -> faults.in(input.read(arguments, context.zone())))));
        }

        private ParsedInput<I> parsed(RequestContext context, TimedResult<ParsedInput<I>> timed) {
            return switch (timed) {
                case TimedResult.Refused<ParsedInput<I>>(Refusal refusal) -> new ParsedInput.Invalid<>(refusal);
                case TimedResult.Done<ParsedInput<I>>(ParsedInput<I> parsed, long nanos) -> {
                    long refused = parsed.refusedNanos(nanos);
                    if (refused > 0) {
                        pipeline.spent(context, refused);
                    }
                    yield parsed;
                }
            };
        }

        @Override
        public Future<Void> prepare(RequestContext context, CallResult<A> result) {
            return answers.envelope(context, face.operation(), result, options)
                    .onSuccess(made -> envelope = made)
                    .mapEmpty();
        }

        @Override
        public void write(RequestContext context, CallResult<A> result) {
            reply.complete(results.reply(context, face.operation(), result, envelope));
        }
    }
}
