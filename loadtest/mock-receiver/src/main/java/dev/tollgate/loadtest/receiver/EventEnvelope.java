package dev.tollgate.loadtest.receiver;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;

/** The fields of an event's body that a receiver needs, read in one pass. */
record EventEnvelope(String type, long madeAtMillis, String resourceId, long version) {

    private static final JsonFactory JSON = new JsonFactory();
    private static final EventEnvelope NONE = new EventEnvelope("", 0, "", 0);

    /** Nothing for a body that is no event. */
    static EventEnvelope of(byte[] body) {
        try (var parser = JSON.createParser(body)) {
            return parser.nextToken() == JsonToken.START_OBJECT ? read(parser) : NONE;
        } catch (IOException | DateTimeParseException noEvent) {
            return NONE;
        }
    }

    private static EventEnvelope read(JsonParser parser) throws IOException {
        var type = "";
        long madeAt = 0;
        var id = "";
        long version = 0;
        int depth = 0;
        boolean data = false;
        for (var token = parser.nextToken(); token != null; token = parser.nextToken()) {
            if (token.isStructStart()) {
                data = depth == 0 ? "data".equals(parser.currentName()) : data;
                depth++;
            } else if (token.isStructEnd()) {
                depth--;
            } else if (token.isScalarValue()) {
                var name = parser.currentName() == null ? "" : parser.currentName();
                switch (depth + ":" + name) {
                    case "0:type" -> type = parser.getText();
                    case "0:timestamp" ->
                        madeAt = Instant.parse(parser.getText()).toEpochMilli();
                    case "1:id" -> id = data ? parser.getText() : id;
                    case "1:version" -> version = data ? parser.getValueAsLong() : version;
                    default -> {}
                }
            }
        }
        return new EventEnvelope(type, madeAt, id, version);
    }
}
