package dev.tollgate.gateway.mcp;

import dev.tollgate.contract.operation.Conditions;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.gateway.answer.Answers;
import dev.tollgate.gateway.catalogue.Catalogue;
import dev.tollgate.gateway.catalogue.CompiledFace;
import dev.tollgate.gateway.catalogue.Parsed;
import dev.tollgate.gateway.catalogue.ToolInput;
import dev.tollgate.gateway.http.LargeBodies;
import dev.tollgate.gateway.http.LargeBodies.TimedResult;
import dev.tollgate.gateway.mcp.authorization.Challenges;
import dev.tollgate.gateway.pipeline.Ending;
import dev.tollgate.gateway.pipeline.Pipeline;
import dev.tollgate.gateway.pipeline.Visit;
import io.vertx.core.Future;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Every operation of the catalogue as a tool, called through the one pipeline. One per event loop. */
public final class CatalogueTools implements Offer.Tools {

    /** What the tools share with the rest of their loop. */
    public record Parts(Pipeline pipeline, LargeBodies large, Challenges challenges, Answers answers) {}

    private final Pipeline pipeline;
    private final LargeBodies large;
    private final Challenges challenges;
    private final Catalogue catalogue;
    private final ListPages pages;
    private final ToolResults results;

    public CatalogueTools(Parts parts, Catalogue catalogue, ListPages pages) {
        this.pipeline = parts.pipeline();
        this.large = parts.large();
        this.challenges = parts.challenges();
        this.results = new ToolResults(parts.answers());
        this.catalogue = catalogue;
        this.pages = pages;
    }

    @Override
    public @Nullable ListPage list(Visit visit, String cursor) {
        return pages.page(visit, cursor);
    }

    @Override
    public Future<Reply> call(Asked asked, Audience audience) {
        var name = asked.text("name");
        var face = name == null ? null : catalogue.tools().get(name);
        return face == null ? Reply.fault(Rpc.INVALID_PARAMS, "Unknown tool.").now() : call(asked, face);
    }

    private <I, A> Future<Reply> call(Asked asked, CompiledFace<I, A> face) {
        var visit = asked.visit();
        var operation = face.operation();
        var refusal = pipeline.allowed(visit, face.face().access());
        if (refusal != null) {
            var challenge = challenges.stepUp(visit, refusal);
            return challenge == null
                    ? refused(visit, operation, refusal)
                    : new Reply.Refused(refusal, challenge, new Reply.Account(operation, Ending.refused(refusal)))
                            .now();
        }
        ToolInput<I> input = Objects.requireNonNull(face.tool());
        var arguments = asked.params().get("arguments");
        return asked.large()
                ? large.run(visit.tenantOrCredential(), () -> input.read(arguments))
                        .compose(timed -> call(visit, face, timed))
                : call(visit, face, TimedResult.Done.of(() -> input.read(arguments)));
    }

    private <I, A> Future<Reply> call(Visit visit, CompiledFace<I, A> face, TimedResult<Parsed<I>> timed) {
        var operation = face.operation();
        return switch (timed) {
            case TimedResult.Refused<Parsed<I>>(Refusal refusal) -> refused(visit, operation, refusal);
            case TimedResult.Done<Parsed<I>>(Parsed.Invalid<I>(Refusal invalid), long nanos) -> {
                pipeline.spent(visit, nanos);
                yield refused(visit, operation, invalid);
            }
            case TimedResult.Done<Parsed<I>>(Parsed.Valid<I>(I valid, Conditions conditions), long _) ->
                pipeline.call(visit, operation, face.face(), valid, conditions)
                        .map(ending -> results.reply(visit, operation, ending));
        };
    }

    private Future<Reply> refused(Visit visit, Operation<?, ?> operation, Refusal refusal) {
        return results.reply(visit, operation, Ending.refused(refusal)).now();
    }
}
