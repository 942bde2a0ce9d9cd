package dev.tollgate.gateway.rest;

import dev.tollgate.contract.operation.Conditions;
import dev.tollgate.contract.operation.SignedMessage;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.gateway.catalogue.CompiledFace;
import dev.tollgate.gateway.catalogue.input.ParsedInput;
import dev.tollgate.gateway.catalogue.input.RouteTrie;
import dev.tollgate.gateway.http.BodyReader;
import dev.tollgate.gateway.pipeline.Arrival;
import dev.tollgate.gateway.pipeline.CallExchange;
import dev.tollgate.gateway.pipeline.CallResult;
import dev.tollgate.gateway.pipeline.RequestContext;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One message that its sender has signed: takes a place, reads the body to the byte, then calls the operation, which
 * checks the signature. Until then the sender is unknown, so little is read, and of few calls at a time.
 */
final class SignedCall<A> implements CallExchange<SignedMessage, A> {

    /** The most bytes of a message. */
    static final int BODY_BYTES_MAX = 256 << 10;

    private static final Refusal FULL = new Refusal.ServiceUnavailable(Duration.ofSeconds(1), false);

    private final RestCall.Parts parts;
    private final HttpServerRequest request;
    private final RouteTrie.Match.Found<?> found;
    private final CompiledFace<SignedMessage, A> face;
    private SignedPlaces.@Nullable Place place;

    private SignedCall(
            RestCall.Parts parts,
            HttpServerRequest request,
            RouteTrie.Match.Found<?> found,
            CompiledFace<SignedMessage, A> face) {
        this.parts = parts;
        this.request = request;
        this.found = found;
        this.face = face;
    }

    /** Takes a message; the catalogue lets no face be signed whose input is another. */
    @SuppressWarnings("unchecked")
    static void start(
            RestCall.Parts parts,
            HttpServerRequest request,
            Arrival arrival,
            RouteTrie.Match.Found<CompiledFace<?, ?>> found) {
        start(parts, request, arrival, found, (CompiledFace<SignedMessage, ?>) found.target());
    }

    private static <A> void start(
            RestCall.Parts parts,
            HttpServerRequest request,
            Arrival arrival,
            RouteTrie.Match.Found<?> found,
            CompiledFace<SignedMessage, A> face) {
        parts.pipeline().signed(arrival, face, new SignedCall<>(parts, request, found, face));
    }

    @Override
    public Future<ParsedInput<SignedMessage>> read(RequestContext context) {
        var refusal = refusal();
        if (refusal != null) {
            return refused(refusal);
        }
        var lost = Promise.<Refusal>promise();
        boolean comes = BodyReader.announced(request, BODY_BYTES_MAX);
        var taken = comes ? parts.signed().take(face.operation().name(), () -> lost.complete(FULL)) : null;
        if (comes && taken == null) {
            return refused(FULL);
        }
        place = taken;
        var signed = Objects.requireNonNull(face.signed());
        var signature = request.getHeader(signed.header());
        var key = signed.keyHeader() == null ? null : request.getHeader(signed.keyHeader());
        return parts.bodies()
                .readOfStranger(request, BODY_BYTES_MAX, lost.future())
                .compose(read -> {
                    if (taken != null) {
                        taken.keep();
                    }
                    return switch (read) {
                        case BodyReader.Reading.Refused(Refusal broken) -> refused(broken);
                        case BodyReader.Reading.Whole(Buffer bytes) ->
                            message(signature == null ? "" : signature, key, bytes);
                    };
                });
    }

    private @Nullable Refusal refusal() {
        return parts.pipeline().offers(face.operation())
                ? MediaTypes.refusal(face.face().route().method(), request.headers())
                : new Refusal.RouteNotFound();
    }

    private static Future<ParsedInput<SignedMessage>> message(String signature, @Nullable String key, Buffer bytes) {
        try {
            var payload = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.getBytes()))
                    .toString();
            return Future.succeededFuture(
                    new ParsedInput.Valid<>(new SignedMessage(signature, key, payload), Conditions.NONE));
        } catch (CharacterCodingException notText) {
            return refused(new Refusal.MalformedRequest("The request body is not UTF-8."));
        }
    }

    private static Future<ParsedInput<SignedMessage>> refused(Refusal refusal) {
        return Future.succeededFuture(new ParsedInput.Invalid<>(refusal));
    }

    @Override
    public void write(RequestContext context, CallResult<A> result) {
        if (place != null) {
            place.give();
        }
        parts.responses().send(request, found, face, context, result);
    }
}
