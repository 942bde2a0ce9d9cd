package dev.tollgate.gateway.mcp.protocol;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.tollgate.runtime.json.Json;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** JSON-RPC errors as bytes, and their codes. */
public final class JsonRpcErrors {

    public static final int PARSE_ERROR = -32700;
    public static final int INVALID_REQUEST = -32600;
    public static final int METHOD_NOT_FOUND = -32601;
    public static final int INVALID_PARAMS = -32602;
    public static final int INTERNAL_ERROR = -32603;
    public static final int RESOURCE_NOT_FOUND = -32002;
    public static final int HEADER_MISMATCH = -32020;
    public static final int MISSING_CAPABILITY = -32021;
    public static final int UNSUPPORTED_REVISION = -32022;

    private JsonRpcErrors() {}

    /** An error; without the id where none is known. */
    public static Buffer error(@Nullable JsonNode id, int code, String message) {
        return error(id, code, message, MissingNode.getInstance());
    }

    /** An error with more to say, unless that is missing. */
    public static Buffer error(@Nullable JsonNode id, int code, String message, JsonNode data) {
        return written(json -> {
            start(json, id, code, message);
            if (!data.isMissingNode()) {
                json.writeFieldName("data");
                json.writeTree(data);
            }
            json.writeEndObject();
        });
    }

    private static void start(JsonGenerator json, @Nullable JsonNode id, int code, String message) throws IOException {
        json.writeStringField("jsonrpc", JsonRpcMessage.VERSION);
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

    public static Buffer written(Fields fields) {
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
}
