package dev.tollgate.gateway.mcp.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.runtime.json.Json;
import dev.tollgate.runtime.json.JsonText;
import dev.tollgate.runtime.process.ProductVersion;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Results as whole JSON-RPC answers, in the form of their era. */
public final class JsonRpcResults {

    /** The server information in every modern result. */
    static final byte[] SERVER_INFO = ascii("\"" + MetaKeys.SERVER_INFO
            + "\":{\"name\":\"tollgate\",\"title\":\"Tollgate\",\"version\":\"" + ProductVersion.current() + "\"}");

    /** For how long what a list says may be taken for true without asking. */
    static final int LIST_TTL_MS = 60_000;

    /** Members of this size and more are sent where they lie; a copy would cost more than one more piece to write. */
    private static final int COPIED_MAX = 32 << 10;

    private static final int FRAME_BYTES = 320;
    private static final byte[] BEFORE_ID = ascii("{\"jsonrpc\":\"2.0\",\"id\":");
    private static final byte[] BEFORE_RESULT = ascii(",\"result\":{");
    private static final byte[] TYPE = ascii("\"resultType\":");
    private static final byte[] META = ascii("\"_meta\":{");
    private static final byte[] NEXT_META = ascii(",\"_meta\":{");
    private static final byte[] END = ascii("}}");
    private static final byte[] LISTED = caching(LIST_TTL_MS);
    private static final byte[] READ = caching(0);

    /** Cache directives of results, by method. */
    private static final Map<String, byte[]> CACHING = Map.of(
            ProtocolEras.DISCOVER,
            LISTED,
            "tools/list",
            LISTED,
            "prompts/list",
            LISTED,
            "resources/list",
            LISTED,
            "resources/templates/list",
            LISTED,
            "resources/read",
            READ);

    private JsonRpcResults() {}

    /** Bytes that many answers share, as one that may be read once. */
    public static Buffer shared(byte[] bytes) {
        return BufferInternal.buffer(Unpooled.wrappedBuffer(bytes));
    }

    /** The answer to a request. */
    public static Buffer result(McpRequest call, McpReply.Result result) {
        var members = result.members();
        boolean copied = members.length() < COPIED_MAX;
        var json = opening(call, result, copied ? members.length() : 0);
        if (copied) {
            return json.raw(members).raw(END).toBuffer();
        }
        return BufferInternal.buffer(Unpooled.wrappedBuffer(
                ((BufferInternal) json.toBuffer()).getByteBuf(),
                ((BufferInternal) members).getByteBuf(),
                Unpooled.wrappedBuffer(END)));
    }

    /** The same for a client that accepts gzip; null if it is sent uncompressed. */
    public static @Nullable Buffer gzipped(McpRequest call, McpReply.Result result) {
        var page = result.page();
        var deflated = page == null ? null : page.deflated();
        if (page == null || deflated == null) {
            return null;
        }
        var opening = opening(call, result, 0).toBuffer().getBytes();
        return opening.length > GzipMessage.STORED_MAX ? null : GzipMessage.of(opening, page.json(), deflated, END);
    }

    /** Everything before the members. */
    private static JsonText opening(McpRequest call, McpReply.Result result, int room) {
        var id = Json.bytes(call.id());
        var json = new JsonText(FRAME_BYTES + id.length + result.meta().length() + room);
        json.raw(BEFORE_ID).raw(id).raw(BEFORE_RESULT);
        boolean begun = call.modern() ? modern(json, call, result) : legacy(json, result);
        if (result.members().length() > 0 && begun) {
            json.raw(',');
        }
        return json;
    }

    private static boolean modern(JsonText json, McpRequest call, McpReply.Result result) {
        json.raw(TYPE).text(result.type());
        var caching = CACHING.get(call.method());
        if (caching != null && result.type().equals(McpReply.COMPLETE)) {
            json.raw(caching);
        }
        json.raw(NEXT_META).raw(SERVER_INFO);
        if (result.meta().length() > 0) {
            json.raw(',').raw(result.meta());
        }
        json.raw('}');
        return true;
    }

    private static boolean legacy(JsonText json, McpReply.Result result) {
        if (result.meta().length() == 0) {
            return false;
        }
        json.raw(META).raw(result.meta()).raw('}');
        return true;
    }

    /** A notification. */
    public static Buffer notification(String method, JsonNode params) {
        return JsonRpcErrors.written(json -> {
            json.writeStringField("jsonrpc", JsonRpcMessage.VERSION);
            json.writeStringField("method", method);
            json.writeFieldName("params");
            json.writeTree(params);
        });
    }

    private static byte[] caching(int ttlMs) {
        return ascii(",\"ttlMs\":" + ttlMs + ",\"cacheScope\":\"private\"");
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
