package dev.tollgate.gateway.mcp;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.runtime.json.Json;
import dev.tollgate.runtime.json.JsonText;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** JSON-RPC answers as bytes. */
final class Rpc {

    static final int PARSE_ERROR = -32700;
    static final int INVALID_REQUEST = -32600;
    static final int METHOD_NOT_FOUND = -32601;
    static final int INVALID_PARAMS = -32602;
    static final int INTERNAL_ERROR = -32603;
    static final int UNSUPPORTED_REVISION = -32022;

    private static final byte[] BEFORE_ID = ascii("{\"jsonrpc\":\"2.0\",\"id\":");
    private static final byte[] BEFORE_RESULT = ascii(",\"result\":");
    private static final int FRAME_LENGTH = 64;

    private Rpc() {}

    /** The answer to a request, around a result that is JSON already. */
    static Buffer result(JsonNode id, byte[] result) {
        return end(upToResult(id, result.length + FRAME_LENGTH).raw(result));
    }

    /** The answer to a request up to its result, which is to be written next. */
    static JsonText upToResult(JsonNode id, int capacity) {
        return new JsonText(capacity).raw(BEFORE_ID).raw(Json.bytes(id)).raw(BEFORE_RESULT);
    }

    /** The answer to a request, behind its result. */
    static Buffer end(JsonText answer) {
        return answer.raw('}').toBuffer();
    }

    /** An error; without the id where none is known. */
    static Buffer error(@Nullable JsonNode id, int code, String message) {
        return written(json -> {
            start(json, id, code, message);
            json.writeEndObject();
        });
    }

    /** The error that tells a client which revisions we speak. */
    static Buffer unsupported(@Nullable JsonNode id, String asked, List<String> spoken) {
        return written(json -> {
            start(json, id, UNSUPPORTED_REVISION, "This revision is not spoken here. We speak " + spoken + '.');
            json.writeObjectFieldStart("data");
            json.writeArrayFieldStart("supported");
            for (var revision : spoken) {
                json.writeString(revision);
            }
            json.writeEndArray();
            json.writeStringField("requested", asked);
            json.writeEndObject();
            json.writeEndObject();
        });
    }

    private static void start(JsonGenerator json, @Nullable JsonNode id, int code, String message) throws IOException {
        json.writeStringField("jsonrpc", Message.VERSION);
        if (id != null) {
            json.writeFieldName("id");
            json.writeTree(id);
        }
        json.writeObjectFieldStart("error");
        json.writeNumberField("code", code);
        json.writeStringField("message", message);
    }

    /** Writes the fields of an object. */
    interface Fields {
        void write(JsonGenerator json) throws IOException;
    }

    static Buffer written(Fields fields) {
        var bytes = new ByteArrayOutputStream(1024);
        try (var json = Json.MAPPER.createGenerator(bytes)) {
            json.writeStartObject();
            fields.write(json);
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return Buffer.buffer(bytes.toByteArray());
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
