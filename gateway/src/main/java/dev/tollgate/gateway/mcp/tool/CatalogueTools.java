package dev.tollgate.gateway.mcp.tool;

import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.gateway.answer.AnswerWriter;
import dev.tollgate.gateway.catalogue.Catalogue;
import dev.tollgate.gateway.catalogue.CompiledFace;
import dev.tollgate.gateway.catalogue.ParsedInput;
import dev.tollgate.gateway.catalogue.ToolInput;
import dev.tollgate.gateway.http.LargeBodyParser;
import dev.tollgate.gateway.http.LargeBodyParser.TimedResult;
import dev.tollgate.gateway.mcp.authorization.Challenges;
import dev.tollgate.gateway.mcp.capability.CallListener;
import dev.tollgate.gateway.mcp.capability.McpCapabilities;
import dev.tollgate.gateway.mcp.list.ListPage;
import dev.tollgate.gateway.mcp.list.ListPages;
import dev.tollgate.gateway.mcp.protocol.JsonRpcErrors;
import dev.tollgate.gateway.mcp.protocol.McpReply;
import dev.tollgate.gateway.mcp.protocol.McpRequest;
import dev.tollgate.gateway.pipeline.CallExchange;
import dev.tollgate.gateway.pipeline.CallResult;
import dev.tollgate.gateway.pipeline.Pipeline;
import dev.tollgate.gateway.pipeline.RequestContext;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Every operation of the catalogue as a tool, called through the one pipeline. One per event loop. */
public final class CatalogueTools implements McpCapabilities.Tools {

    /** Dependencies that tools share with the rest of their loop. */
    public record Parts(Pipeline pipeline, LargeBodyParser large, Challenges challenges, AnswerWriter answers) {}

    private final Pipeline pipeline;
    private final LargeBodyParser large;
    private final Catalogue catalogue;
    private final ListPages pages;
    private final ToolResults results;

    public CatalogueTools(Parts parts, Catalogue catalogue, ListPages pages) {
        this.pipeline = parts.pipeline();
        this.large = parts.large();
        this.results = new ToolResults(parts.answers(), parts.challenges());
        this.catalogue = catalogue;
        this.pages = pages;
    }

    @Override
    public @Nullable ListPage list(RequestContext context, String cursor) {
        return pages.page(context, cursor);
    }

    @Override
    public Future<McpReply> call(McpRequest request, CallListener listener) {
        var name = request.text("name");
        var face = name == null ? null : catalogue.tools().get(name);
        return face == null
                ? McpReply.fault(JsonRpcErrors.INVALID_PARAMS, "Unknown tool.").now()
                : call(request, face);
    }

    private <I, A> Future<McpReply> call(McpRequest request, CompiledFace<I, A> face) {
        var call = new ToolCall<>(request, face);
        pipeline.mcp(request.caller(), face, call);
        return call.reply.future();
    }

    /** One call of a tool: its input from the arguments, its result as a reply. */
    private final class ToolCall<I, A> implements CallExchange<I, A> {
        private final Promise<McpReply> reply = Promise.promise();
        private final McpRequest request;
        private final CompiledFace<I, A> face;

        ToolCall(McpRequest request, CompiledFace<I, A> face) {
            this.request = request;
            this.face = face;
        }

        @Override
        public Future<ParsedInput<I>> read(RequestContext context) {
            ToolInput<I> input = Objects.requireNonNull(face.tool());
            var arguments = request.params().get("arguments");
            return request.large()
                    ? large.run(context.tenantOrCredential(), () -> input.read(arguments))
                            .map(timed -> parsed(context, timed))
                    : Future.succeededFuture(parsed(context, TimedResult.Done.of(() -> input.read(arguments))));
        }

        private ParsedInput<I> parsed(RequestContext context, TimedResult<ParsedInput<I>> timed) {
            return switch (timed) {
                case TimedResult.Refused<ParsedInput<I>>(Refusal refusal) -> new ParsedInput.Invalid<>(refusal);
                case TimedResult.Done<ParsedInput<I>>(ParsedInput.Invalid<I> invalid, long nanos) -> {
                    pipeline.spent(context, nanos);
                    yield invalid;
                }
                case TimedResult.Done<ParsedInput<I>>(ParsedInput.Valid<I> valid, long _) -> valid;
            };
        }

        @Override
        public void write(RequestContext context, CallResult<A> result) {
            reply.complete(results.reply(context, face.operation(), result));
        }
    }
}
