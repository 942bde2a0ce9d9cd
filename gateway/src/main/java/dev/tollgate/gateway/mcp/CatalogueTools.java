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
import dev.tollgate.gateway.mcp.authorization.Challenges;
import dev.tollgate.gateway.pipeline.Ending;
import dev.tollgate.gateway.pipeline.Pipeline;
import dev.tollgate.gateway.pipeline.Visit;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Every operation of the catalogue as a tool, called through the one pipeline. One per event loop. */
public final class CatalogueTools implements Offer.Tools {

    private final Pipeline pipeline;
    private final Challenges challenges;
    private final Catalogue catalogue;
    private final ListPages pages;
    private final ToolResults results;
    private final LargeBodies large = new LargeBodies();

    public CatalogueTools(
            Pipeline pipeline, Challenges challenges, Catalogue catalogue, ListPages pages, Answers answers) {
        this.pipeline = pipeline;
        this.challenges = challenges;
        this.catalogue = catalogue;
        this.pages = pages;
        this.results = new ToolResults(answers);
    }

    @Override
    public @Nullable ListPage list(Visit visit, String cursor) {
        return pages.page(visit, cursor);
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
        if (!asked.large()) {
            return call(visit, face, read(input, asked));
        }
        return large.full()
                ? refused(visit, operation, new Refusal.ServiceUnavailable(Duration.ofSeconds(1), false))
                : large.run(() -> read(input, asked)).compose(read -> call(visit, face, read));
    }

    /** Arguments as they were understood, and how long that took. */
    private record Read<I>(Parsed<I> parsed, long workNanos) {}

    private static <I> Read<I> read(ToolInput<I> input, Asked asked) {
        long started = System.nanoTime();
        var parsed = input.read(asked.params().get("arguments"));
        return new Read<>(parsed, System.nanoTime() - started);
    }

    private <I, A> Future<Reply> call(Visit visit, CompiledFace<I, A> face, Read<I> read) {
        var operation = face.operation();
        return switch (read.parsed()) {
            case Parsed.Invalid<I>(Refusal invalid) -> {
                pipeline.spent(visit, read.workNanos());
                yield refused(visit, operation, invalid);
            }
            case Parsed.Valid<I>(I valid, Conditions conditions) ->
                pipeline.call(visit, operation, face.face(), valid, conditions)
                        .map(ending -> results.reply(visit, operation, ending));
        };
    }

    private Future<Reply> refused(Visit visit, Operation<?, ?> operation, Refusal refusal) {
        return results.reply(visit, operation, Ending.refused(refusal)).now();
    }
}
