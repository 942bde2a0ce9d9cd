package dev.tollgate.gateway.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.vertx.core.MultiMap;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which era a request belongs to, and whether its headers say the same as its body. Only the body decides what is done;
 * headers are for intermediaries. Pure.
 */
final class Eras {

    static final String DISCOVER = "server/discover";

    private static final String METHOD_HEADER = "Mcp-Method";
    private static final String NAME_HEADER = "Mcp-Name";
    private static final String ENCODED = "=?base64?";
    private static final String ENCODED_END = "?=";

    /** The parameter that the name header repeats, by method. */
    private static final Map<String, String> NAMED =
            Map.of("tools/call", "name", "prompts/get", "name", "resources/read", "uri");

    /** Result of a request's revision claim. */
    sealed interface Verdict {
        /** To be served. */
        record Served(boolean modern) implements Verdict {}

        /** To be refused with 400. */
        record Refused(Reply.Fault fault) implements Verdict {}
    }

    private Eras() {}

    static Verdict of(MultiMap headers, Message.Request request) {
        var header = single(headers, Revisions.HEADER);
        var claimed = request.params().path("_meta").path(Envelope.PROTOCOL_VERSION);
        if (claimed.isMissingNode()
                && !request.method().equals(DISCOVER)
                && (header == null || !Revisions.modern(header))) {
            return header == null || Revisions.LEGACY.contains(header)
                    ? new Verdict.Served(false)
                    : unsupported(header, Revisions.SPOKEN);
        }
        var faulty = envelope(request.params().path("_meta"));
        if (faulty != null) {
            return refused(Rpc.INVALID_PARAMS, faulty);
        }
        return modern(headers, header, claimed.textValue(), request);
    }

    /** What is wrong with the envelope of a modern request; null for nothing. */
    private static @Nullable String envelope(JsonNode meta) {
        if (!meta.isObject()) {
            return "params._meta is missing.";
        }
        if (!meta.path(Envelope.PROTOCOL_VERSION).isTextual()) {
            return "params._meta lacks " + Envelope.PROTOCOL_VERSION + '.';
        }
        return meta.path(Envelope.CLIENT_CAPABILITIES).isObject()
                ? null
                : "params._meta lacks " + Envelope.CLIENT_CAPABILITIES + '.';
    }

    private static Verdict modern(MultiMap headers, @Nullable String header, String claimed, Message.Request request) {
        if (!claimed.equals(header)) {
            return mismatch(Revisions.HEADER, "the revision in params._meta");
        }
        if (!Revisions.MODERN.contains(claimed)) {
            return unsupported(claimed, Revisions.MODERN);
        }
        if (!request.method().equals(single(headers, METHOD_HEADER))) {
            return mismatch(METHOD_HEADER, "the method");
        }
        var parameter = NAMED.get(request.method());
        var name = parameter == null ? null : request.text(parameter);
        return name == null || name.equals(decoded(single(headers, NAME_HEADER)))
                ? new Verdict.Served(true)
                : mismatch(NAME_HEADER, "params." + parameter);
    }

    private static @Nullable String decoded(@Nullable String value) {
        if (value == null || !value.startsWith(ENCODED) || !value.endsWith(ENCODED_END)) {
            return value;
        }
        try {
            var bytes = Base64.getDecoder()
                    .decode(value.substring(
                            ENCODED.length(), Math.max(ENCODED.length(), value.length() - ENCODED_END.length())));
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (IllegalArgumentException | CharacterCodingException notEncoded) {
            return null;
        }
    }

    /** The one value of a header; several are a value that nothing equals. */
    private static @Nullable String single(MultiMap headers, String name) {
        var values = headers.getAll(name);
        return values.isEmpty() ? null : String.join(", ", values).strip();
    }

    private static Verdict mismatch(String header, String what) {
        return refused(Rpc.HEADER_MISMATCH, "The header " + header + " must say the same as " + what + '.');
    }

    private static Verdict refused(int code, String why) {
        return new Verdict.Refused(Reply.fault(code, why));
    }

    private static Verdict unsupported(String asked, List<String> spoken) {
        var data = JsonNodeFactory.instance.objectNode();
        spoken.forEach(data.putArray("supported")::add);
        data.put("requested", asked);
        return new Verdict.Refused(Reply.fault(
                Rpc.UNSUPPORTED_REVISION, "Unsupported protocol revision. Supported: " + spoken + '.', data));
    }
}
