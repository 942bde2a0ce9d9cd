package dev.tollgate.gateway.rest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.contract.operation.Conditions;
import dev.tollgate.contract.outcome.FieldError;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.gateway.catalogue.CompiledFace;
import dev.tollgate.gateway.catalogue.input.ParsedInput;
import dev.tollgate.gateway.catalogue.input.RouteTrie;
import dev.tollgate.gateway.catalogue.input.StrictJson;
import dev.tollgate.gateway.http.BodyReader;
import dev.tollgate.gateway.http.LargeBodyParser;
import dev.tollgate.gateway.http.TableSlots;
import dev.tollgate.gateway.pipeline.CallExchange;
import dev.tollgate.gateway.pipeline.CallResult;
import dev.tollgate.gateway.pipeline.Pipeline;
import dev.tollgate.gateway.pipeline.RequestContext;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One REST call of a known operation: its input from path, query and body, its result as a response. */
final class RestCall<I, A> implements CallExchange<I, A> {

    /**
     * Dependencies that the calls of a loop share.
     *
     * @param signed bounds the signed calls in flight, by operation
     * @param tables bounds the tables that are read or sent, by tenant
     */
    record Parts(
            Pipeline pipeline, BodyReader bodies, RestResponses responses, SignedPlaces signed, TableSlots tables) {}

    private static final MultiMap NO_QUERY = MultiMap.caseInsensitiveMultiMap();

    private final Parts parts;
    private final HttpServerRequest request;
    private final RouteTrie.Match.Found<?> found;
    private final CompiledFace<I, A> face;
    private TableSlots.@Nullable Slot table;
    private long workNanos;

    RestCall(Parts parts, HttpServerRequest request, RouteTrie.Match.Found<?> found, CompiledFace<I, A> face) {
        this.parts = parts;
        this.request = request;
        this.found = found;
        this.face = face;
    }

    @Override
    public Future<ParsedInput<I>> read(RequestContext context) {
        if (AcceptedFormat.table(face.operation(), request.headers())) {
            table = parts.tables().take(context.tenantOrCredential());
            if (table == null) {
                return refused(TableSlots.FULL);
            }
        }
        if (!BodyReader.announced(request)) {
            return input(context, null, false);
        }
        var refusal = face.face().takesBody()
                ? MediaTypes.refusal(face.face().route().method(), request.headers())
                : new Refusal.MalformedRequest("This operation does not accept a body.");
        return refusal == null
                ? parts.bodies().read(request, context.tenantOrCredential()).compose(read -> body(context, read))
                : refused(refusal);
    }

    private Future<ParsedInput<I>> body(RequestContext context, BodyReader.Reading read) {
        return switch (read) {
            case BodyReader.Reading.Refused(Refusal refusal) -> refused(refusal);
            case BodyReader.Reading.Whole(Buffer bytes) -> {
                boolean large = LargeBodyParser.isLarge(bytes.length());
                var body = bytes.getBytes();
                yield large
                        ? offLoop(context, () -> face.rest().text(body)).compose(timed -> text(context, timed, true))
                        : text(
                                context,
                                LargeBodyParser.TimedResult.Done.of(
                                        () -> face.rest().text(body)),
                                false);
            }
        };
    }

    private Future<ParsedInput<I>> text(
            RequestContext context, LargeBodyParser.TimedResult<StrictJson.Text> timed, boolean large) {
        return switch (timed) {
            case LargeBodyParser.TimedResult.Refused<StrictJson.Text>(Refusal refusal) -> refused(refusal);
            case LargeBodyParser.TimedResult.Done<StrictJson.Text>(StrictJson.Text text, long nanos) -> {
                workNanos = nanos;
                yield switch (text) {
                    case StrictJson.Text.Malformed(String detail) ->
                        unfit(context, new Refusal.MalformedRequest(detail));
                    case StrictJson.Text.Oversized(FieldError fault) ->
                        unfit(context, new Refusal.ValidationFailed(List.of(fault)));
                    case StrictJson.Text.Tree(JsonNode node) -> input(context, node, large);
                };
            }
        };
    }

    private Future<ParsedInput<I>> input(RequestContext context, @Nullable JsonNode body, boolean large) {
        return switch (RestConditions.of(face.operation(), request.headers())) {
            case RestConditions.Faulty(Refusal refusal) -> refused(refusal);
            case RestConditions.Given(Conditions conditions) -> {
                var query = query();
                if (query == null) {
                    yield refused(new Refusal.MalformedRequest("The query contains an invalid percent-encoding."));
                }
                if (body == null) {
                    // Nothing was read whose sender would pay for it.
                    yield Future.succeededFuture(face.rest().read(found, query, null, conditions, context.zone()));
                }
                yield large
                        ? offLoop(context, () -> face.rest().read(found, query, body, conditions, context.zone()))
                                .compose(timed -> parsed(context, timed))
                        : parsed(
                                context,
                                LargeBodyParser.TimedResult.Done.of(
                                        () -> face.rest().read(found, query, body, conditions, context.zone())));
            }
        };
    }

    private Future<ParsedInput<I>> parsed(RequestContext context, LargeBodyParser.TimedResult<ParsedInput<I>> timed) {
        return switch (timed) {
            case LargeBodyParser.TimedResult.Refused<ParsedInput<I>>(Refusal refusal) -> refused(refusal);
            case LargeBodyParser.TimedResult.Done<ParsedInput<I>>(
                    ParsedInput.Invalid<I>(Refusal refusal),
                    long nanos) -> {
                workNanos += nanos;
                yield unfit(context, refusal);
            }
            case LargeBodyParser.TimedResult.Done<ParsedInput<I>>(ParsedInput.Valid<I> valid, long nanos) -> {
                workNanos = valid.refusedNanos(workNanos + nanos);
                if (workNanos > 0) {
                    parts.pipeline().spent(context, workNanos);
                }
                yield Future.succeededFuture(valid);
            }
        };
    }

    private <T> Future<LargeBodyParser.TimedResult<T>> offLoop(RequestContext context, Supplier<T> work) {
        return parts.bodies().large().run(context.tenantOrCredential(), work);
    }

    /** Refuses an invalid input; an invalid body costs its sender more than the call. */
    private Future<ParsedInput<I>> unfit(RequestContext context, Refusal refusal) {
        if (BodyReader.announced(request)) {
            parts.pipeline().spent(context, workNanos);
        }
        return refused(refusal);
    }

    private Future<ParsedInput<I>> refused(Refusal refusal) {
        return Future.succeededFuture(new ParsedInput.Invalid<>(refusal));
    }

    /** The query's parameters; null where an escape in it is none. */
    private @Nullable MultiMap query() {
        try {
            return request.query() == null ? NO_QUERY : request.params();
        } catch (IllegalArgumentException broken) {
            return null;
        }
    }

    @Override
    public void write(RequestContext context, CallResult<A> result) {
        if (table != null) {
            table.answered(request.response());
        }
        parts.responses().send(request, found, face, context, result);
    }
}
