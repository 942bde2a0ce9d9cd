package dev.tollgate.gateway.mcp.protocol;

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
public final class ProtocolEras {

    public static final String DISCOVER = "server/discover";

    private static final String METHOD_HEADER = "Mcp-Method";
    private static final String NAME_HEADER = "Mcp-Name";
    private static final String ENCODED = "=?base64?";
    private static final String ENCODED_END = "?=";

    /** The parameter that the name header repeats, by method. */
    private static final Map<String, String> NAMED =
            Map.of("tools/call", "name", "prompts/get", "name", "resources/read", "uri");

    /** Result of a request's revision claim. */
    public sealed interface Verdict {
        /** To be served. */
        record Served(boolean modern) implements Verdict {}

        /** To be refused with 400. */
        record Refused(McpReply.Fault fault) implements Verdict {}
    }

    private ProtocolEras() {}

    public static Verdict of(MultiMap headers, JsonRpcMessage.Request request) {
        var header = single(headers, ProtocolRevisions.HEADER);
        var claimed = request.params().path("_meta").path(MetaKeys.PROTOCOL_VERSION);
        if (claimed.isMissingNode()
                && !request.method().equals(DISCOVER)
                && (header == null || !ProtocolRevisions.modern(header))) {
            return header == null || ProtocolRevisions.LEGACY.contains(header)
                    ? new Verdict.Served(false)
                    : unsupported(header, ProtocolRevisions.SPOKEN);
        }
        var faulty = envelope(request.params().path("_meta"));
        if (faulty != null) {
            return refused(JsonRpcErrors.INVALID_PARAMS, faulty);
        }
        return modern(headers, header, claimed.textValue(), request);
    }

    /** The fault of a modern request's envelope; null if there is none. */
    private static @Nullable String envelope(JsonNode meta) {
        if (!meta.isObject()) {
            return "params._meta is missing.";
        }
        if (!meta.path(MetaKeys.PROTOCOL_VERSION).isTextual()) {
            return "params._meta lacks " + MetaKeys.PROTOCOL_VERSION + '.';
        }
        return meta.path(MetaKeys.CLIENT_CAPABILITIES).isObject()
                ? null
                : "params._meta lacks " + MetaKeys.CLIENT_CAPABILITIES + '.';
    }

    private static Verdict modern(
            MultiMap headers, @Nullable String header, String claimed, JsonRpcMessage.Request request) {
        if (!claimed.equals(header)) {
            return mismatch(ProtocolRevisions.HEADER, "the revision in params._meta");
        }
        if (!ProtocolRevisions.MODERN.contains(claimed)) {
            return unsupported(claimed, ProtocolRevisions.MODERN);
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
        return refused(JsonRpcErrors.HEADER_MISMATCH, "The header " + header + " must say the same as " + what + '.');
    }

    private static Verdict refused(int code, String why) {
        return new Verdict.Refused(McpReply.fault(code, why));
    }

    private static Verdict unsupported(String asked, List<String> spoken) {
        var data = JsonNodeFactory.instance.objectNode();
        spoken.forEach(data.putArray("supported")::add);
        data.put("requested", asked);
        return new Verdict.Refused(McpReply.fault(
                JsonRpcErrors.UNSUPPORTED_REVISION, "Unsupported protocol revision. Supported: " + spoken + '.', data));
    }
}
