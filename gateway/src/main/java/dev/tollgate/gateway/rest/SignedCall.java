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
import io.vertx.core.AsyncResult;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * One message that its sender has signed: rate of its address, its body to the byte, then the operation, which checks
 * the signature.
 */
final class SignedCall<A> {

    /** The most bytes of a message. */
    static final int BODY_BYTES_MAX = 256 << 10;

    private final RestCall.Parts parts;
    private final HttpServerRequest request;
    private final Visit visit;
    private final RouteTrie.Match.Found<?> found;
    private final CompiledFace<SignedMessage, A> face;

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
            var refusal = parts.pipeline().enter(visit);
            if (refusal == null) {
                refusal = MediaTypes.refusal(face.face().route().method(), request.headers());
            }
            if (refusal != null) {
                end(Ending.refused(refusal));
            } else if (announcedBytes() > BODY_BYTES_MAX) {
                end(Ending.refused(tooLarge()));
            } else {
                var signature = request.getHeader(signed.header());
                parts.bodies().read(request).onComplete(read -> guarded(() -> body(signature, read)));
            }
        });
    }

    private void body(@Nullable String signature, AsyncResult<Bodies.Reading> read) {
        if (read.failed()) {
            end(Ending.refused(new Refusal.MalformedRequest("The request body is incomplete.")));
            return;
        }
        switch (read.result()) {
            case Bodies.Reading.Refused(Refusal refusal) -> end(Ending.refused(refusal));
            case Bodies.Reading.Whole(Buffer bytes) -> {
                if (bytes.length() > BODY_BYTES_MAX) {
                    end(Ending.refused(tooLarge()));
                } else {
                    message(signature == null ? "" : signature, bytes);
                }
            }
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

    private long announcedBytes() {
        var length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        try {
            return length == null ? 0 : Long.parseLong(length);
        } catch (NumberFormatException notALength) {
            return Long.MAX_VALUE;
        }
    }

    private static Refusal tooLarge() {
        return new Refusal.PayloadTooLarge("A signed message has at most " + BODY_BYTES_MAX + " bytes.");
    }

    private void guarded(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException broken) {
            end(Ending.refused(parts.pipeline().broke(visit, face.operation(), broken)));
        }
    }

    private void end(Ending<A> ending) {
        parts.pipeline().leave(visit, face.operation(), ending);
        parts.responses().send(request, found, face, visit, ending);
    }
}
