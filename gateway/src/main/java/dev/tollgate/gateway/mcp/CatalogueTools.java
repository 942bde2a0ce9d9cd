package dev.tollgate.gateway.mcp;

import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.gateway.answer.Answers;
import dev.tollgate.gateway.catalogue.Catalogue;
import dev.tollgate.gateway.catalogue.CompiledFace;
import dev.tollgate.gateway.catalogue.Parsed;
import dev.tollgate.gateway.catalogue.ToolInput;
import dev.tollgate.gateway.http.LargeBodies;
import dev.tollgate.gateway.http.LargeBodies.TimedResult;
import dev.tollgate.gateway.mcp.authorization.Challenges;
import dev.tollgate.gateway.pipeline.CallExchange;
import dev.tollgate.gateway.pipeline.CallResult;
import dev.tollgate.gateway.pipeline.Pipeline;
import dev.tollgate.gateway.pipeline.RequestContext;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Every operation of the catalogue as a tool, called through the one pipeline. One per event loop. */
public final class CatalogueTools implements Offer.Tools {

    /** What the tools share with the rest of their loop. */
    public record Parts(Pipeline pipeline, LargeBodies large, Challenges challenges, Answers answers) {}

    private final Pipeline pipeline;
    private final LargeBodies large;
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
    public Future<Reply> call(Asked asked, Audience audience) {
        var name = asked.text("name");
        var face = name == null ? null : catalogue.tools().get(name);
        return face == null
                ? Reply.fault(Rpc.INVALID_PARAMS, "There is no such tool.").now()
                : call(asked, face);
    }

    private <I, A> Future<Reply> call(Asked asked, CompiledFace<I, A> face) {
        var call = new ToolCall<>(asked, face);
        pipeline.mcp(asked.caller(), face, call);
        return call.reply.future();
    }

    /** One call of a tool: its input from the arguments, its result as a reply. */
    private final class ToolCall<I, A> implements CallExchange<I, A> {
        private final Promise<Reply> reply = Promise.promise();
        private final Asked asked;
        private final CompiledFace<I, A> face;

        ToolCall(Asked asked, CompiledFace<I, A> face) {
            this.asked = asked;
            this.face = face;
        }

        @Override
        public Future<Parsed<I>> read(RequestContext context) {
            ToolInput<I> input = Objects.requireNonNull(face.tool());
            var arguments = asked.params().get("arguments");
            return asked.large()
                    ? large.run(context.tenantOrCredential(), () -> input.read(arguments))
                            .map(timed -> parsed(context, timed))
                    : Future.succeededFuture(parsed(context, TimedResult.Done.of(() -> input.read(arguments))));
        }

        private Parsed<I> parsed(RequestContext context, TimedResult<Parsed<I>> timed) {
            return switch (timed) {
                case TimedResult.Refused<Parsed<I>>(Refusal refusal) -> new Parsed.Invalid<>(refusal);
                case TimedResult.Done<Parsed<I>>(Parsed.Invalid<I> invalid, long nanos) -> {
                    pipeline.spent(context, nanos);
                    yield invalid;
                }
                case TimedResult.Done<Parsed<I>>(Parsed.Valid<I> valid, long _) -> valid;
            };
        }

        @Override
        public void write(RequestContext context, CallResult<A> result) {
            reply.complete(results.reply(context, face.operation(), result));
        }
    }
}
