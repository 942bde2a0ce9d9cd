package dev.tollgate.loadtest.receiver;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.vertx.core.buffer.Buffer;
import java.util.Map;

/** Lets other processes read receipts, reset and stub the receiver. */
final class ControlApi {

    static final String PREFIX = "/_control/";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String LIMIT = "10000";

    private ControlApi() {}

    /** The response with status line and headers. */
    static Buffer answer(MockReceiver receiver, QueryStringDecoder uri) {
        var query = uri.parameters();
        try {
            return switch (uri.path().substring(PREFIX.length())) {
                case "receipts" ->
                    json(receiver.receipts(
                            Long.parseLong(StubResponse.first(query, "from", "0")),
                            Integer.parseInt(StubResponse.first(query, "limit", LIMIT))));
                case "count" -> json(Map.of("count", receiver.count(), "dropped", receiver.dropped()));
                case "reset" -> {
                    receiver.reset();
                    yield json(Map.of());
                }
                case "answers" -> {
                    receiver.stub(StubResponse.first(query, "path", "/"), StubResponse.of(query));
                    yield json(Map.of());
                }
                default -> whole(404, "{}");
            };
        } catch (IllegalArgumentException unclear) {
            return whole(400, "{}");
        }
    }

    private static Buffer json(Object value) {
        try {
            return whole(200, JSON.writeValueAsString(value));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("these values are JSON", e);
        }
    }

    private static Buffer whole(int status, String body) {
        var bytes = Buffer.buffer(body);
        return Buffer.buffer("HTTP/1.1 " + status + " ControlApi\r\ncontent-type: application/json\r\ncontent-length: "
                        + bytes.length() + "\r\n\r\n")
                .appendBuffer(bytes);
    }
}
