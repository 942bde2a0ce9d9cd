package dev.tollgate.gateway.console.signin;

import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.gateway.console.session.FormOrigin;
import dev.tollgate.gateway.http.BodyReader;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;

/** Reads forms that pages of ours sent: nothing of a form of another origin is read. One per event loop. */
public final class FormBodies {

    /** The most bytes of a form of somebody who is signed in. */
    public static final int BYTES_MAX = 256 << 10;

    /** The most bytes of a form of the playground, which is worked on without a call. */
    public static final int PLAYGROUND_BYTES_MAX = 16 << 10;

    /** The most bytes of a form of a stranger: a secret, and where to go. Not large, so it takes nobody's share. */
    private static final int STRANGER_BYTES_MAX = 4 << 10;

    private static final String STRANGER = "stranger";

    /** The most fields of a form. */
    private static final int FIELDS_MAX = 2_000;

    private static final String TYPE = "application/x-www-form-urlencoded";

    /** Result of reading a form. */
    public sealed interface Form {

        record Sent(MultiMap fields) implements Form {}

        record Refused(Refusal refusal) implements Form {}
    }

    private final BodyReader bodies;
    private final FormOrigin origin;

    public FormBodies(BodyReader bodies, FormOrigin origin) {
        this.bodies = bodies;
        this.origin = origin;
    }

    /** Reads a form of somebody who is not known yet. Never fails. */
    Future<Form> ofStranger(HttpServerRequest request) {
        return read(request, STRANGER, STRANGER_BYTES_MAX);
    }

    /**
     * Reads a form of at most this many bytes. Never fails.
     *
     * @param who whose share of the memory for large bodies it takes
     */
    public Future<Form> read(HttpServerRequest request, Object who, int bytesMax) {
        if (!origin.isOurs(request.headers())) {
            return refused(new Refusal.MalformedRequest("The form was not sent from a page of the console."));
        }
        var type = request.getHeader(HttpHeaders.CONTENT_TYPE);
        if (type == null || !type.startsWith(TYPE)) {
            return refused(new Refusal.UnsupportedMediaType("A form is " + TYPE + '.'));
        }
        return bodies.read(request, who, bytesMax).map(read -> switch (read) {
            case BodyReader.Reading.Refused(Refusal refusal) -> new Form.Refused(refusal);
            case BodyReader.Reading.Whole(Buffer bytes) -> decoded(bytes);
        });
    }

    /** The fields of a form in these bytes. */
    public static Form decoded(Buffer bytes) {
        try {
            var fields = MultiMap.caseInsensitiveMultiMap();
            new QueryStringDecoder(bytes.toString(StandardCharsets.UTF_8), StandardCharsets.UTF_8, false, FIELDS_MAX)
                    .parameters()
                    .forEach((name, values) -> fields.add(name, values));
            return new Form.Sent(fields);
        } catch (IllegalArgumentException broken) {
            return new Form.Refused(new Refusal.MalformedRequest("The form contains an invalid percent-encoding."));
        }
    }

    private static Future<Form> refused(Refusal refusal) {
        return Future.succeededFuture(new Form.Refused(refusal));
    }
}
