package dev.tollgate.gateway.rest;

import dev.tollgate.contract.operation.Access;
import dev.tollgate.contract.operation.Conditions;
import dev.tollgate.contract.operation.SignedMessage;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.gateway.catalogue.CompiledFace;
import dev.tollgate.gateway.catalogue.RouteTrie;
import dev.tollgate.gateway.http.Bodies;
import dev.tollgate.gateway.pipeline.Ending;
import dev.tollgate.gateway.pipeline.Visit;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One message that its sender has signed: rate of its address, a place, its body to the byte, then the operation, which
 * checks the signature. Until then nobody knows who sends, so little is read of it, and of few at a time.
 */
final class SignedCall<A> {

    /** The most bytes of a message. */
    static final int BODY_BYTES_MAX = 256 << 10;

    /** Messages of one operation and loop that are read or answered at once. */
    static final int SIGNED_IN_FLIGHT_MAX = 32;

    private static final Refusal FULL = new Refusal.ServiceUnavailable(Duration.ofSeconds(1), false);

    private final RestCall.Parts parts;
    private final HttpServerRequest request;
    private final Visit visit;
    private final RouteTrie.Match.Found<?> found;
    private final CompiledFace<SignedMessage, A> face;
    private boolean hasPlace;

    private SignedCall(
            RestCall.Parts parts,
            HttpServerRequest request,
            Visit visit,
            RouteTrie.Match.Found<?> found,
            CompiledFace<SignedMessage, A> face) {
        this.parts = parts;
        this.request = request;
        this.visit = visit;
        this.found = found;
        this.face = face;
    }

    /** The catalogue lets no face be signed whose input is another. */
    @SuppressWarnings("unchecked")
    static SignedCall<?> of(
            RestCall.Parts parts,
            HttpServerRequest request,
            Visit visit,
            RouteTrie.Match.Found<?> found,
            CompiledFace<?, ?> face) {
        return new SignedCall<>(parts, request, visit, found, (CompiledFace<SignedMessage, ?>) face);
    }

    void start(Access.Signed signed) {
        guarded(() -> {
            var refusal = gates();
            if (refusal != null) {
                end(Ending.refused(refusal));
            } else {
                var signature = request.getHeader(signed.header());
                parts.bodies().read(request, BODY_BYTES_MAX).onSuccess(read -> guarded(() -> body(signature, read)));
            }
        });
    }

    private @Nullable Refusal gates() {
        var refusal = parts.pipeline().enter(visit);
        if (refusal == null && !parts.pipeline().offers(face.operation())) {
            refusal = new Refusal.RouteNotFound();
        }
        if (refusal == null) {
            refusal = MediaTypes.refusal(face.face().route().method(), request.headers());
        }
        if (refusal == null) {
            hasPlace = parts.signed().take(face.operation().name());
            refusal = hasPlace ? null : FULL;
        }
        return refusal;
    }

    private void body(@Nullable String signature, Bodies.Reading read) {
        switch (read) {
            case Bodies.Reading.Refused(Refusal refusal) -> end(Ending.refused(refusal));
            case Bodies.Reading.Whole(Buffer bytes) -> message(signature == null ? "" : signature, bytes);
        }
    }

    private void message(String signature, Buffer bytes) {
        String payload;
        try {
            payload = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.getBytes()))
                    .toString();
        } catch (CharacterCodingException notText) {
            end(Ending.refused(new Refusal.MalformedRequest("The request body is not UTF-8.")));
            return;
        }
        parts.pipeline()
                .call(visit, face.operation(), face.face(), new SignedMessage(signature, payload), Conditions.NONE)
                .onSuccess(this::end);
    }

    private void guarded(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException broken) {
            end(Ending.refused(parts.pipeline().broke(visit, face.operation(), broken)));
        }
    }

    private void end(Ending<A> ending) {
        if (hasPlace) {
            hasPlace = false;
            parts.signed().give(face.operation().name());
        }
        parts.pipeline().leave(visit, face.operation(), ending);
        parts.responses().send(request, found, face, visit, ending);
    }
}
