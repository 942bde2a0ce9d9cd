package dev.tollgate.webhooks.intake;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.tollgate.contract.caller.RequestId;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.caller.TypeId;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.webhooks.EventId;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A domain event as intake needs it; its data stays the JSON that it is, so that what is signed is what the write said.
 *
 * @param workspace null for events of a tenant, which no endpoint can ask for
 */
record IncomingEvent(
        UUID id,
        String type,
        Instant time,
        TenantId tenant,
        @Nullable WorkspaceId workspace,
        @Nullable RequestId request,
        String resourceType,
        String resourceId,
        long version,
        Buffer data) {

    private static final JsonFactory FACTORY = new JsonFactory();
    private static final Buffer NULL = Buffer.buffer("null");

    /**
     * Reads an event as {@link dev.tollgate.records.work.DomainEventJson} writes it.
     *
     * @throws RuntimeException when the bytes are not that
     * @throws IOException when they are not JSON
     */
    static IncomingEvent read(byte[] json) throws IOException {
        Map<String, String> texts = new HashMap<>();
        var data = NULL;
        try (var parser = FACTORY.createParser(json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("not an object");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                var name = parser.currentName();
                parser.nextToken();
                if (name.equals("data")) {
                    data = raw(parser, json);
                } else {
                    texts.put(name, parser.getText());
                    parser.skipChildren();
                }
            }
        }
        return of(texts, data);
    }

    /** The body receivers get; null where it is too large to be sent. */
    byte @Nullable [] body(WorkspaceId workspace) {
        var body = body(workspace, data);
        return body.length > EventBody.BYTES_MAX ? null : body;
    }

    /** The stored body of an event that is too large. */
    byte[] bareBody(WorkspaceId workspace) {
        return body(workspace, NULL);
    }

    /** The resource whose order is kept. */
    String lane() {
        return resourceType + ' ' + resourceId;
    }

    private byte[] body(WorkspaceId workspace, Buffer json) {
        return EventBody.of(new EventId(id), type, time, workspace, request, json.getBytes());
    }

    private static Buffer raw(JsonParser parser, byte[] json) throws IOException {
        int from = (int) parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        if (parser.currentToken().isScalarValue()) {
            parser.finishToken();
        }
        return Buffer.buffer(
                Arrays.copyOfRange(json, from, (int) parser.currentLocation().getByteOffset()));
    }

    private static IncomingEvent of(Map<String, String> texts, Buffer data) {
        var workspace = texts.get("workspaceid");
        var request = texts.get("requestid");
        return new IncomingEvent(
                UUID.fromString(text(texts, "id")),
                text(texts, "type"),
                Instant.parse(text(texts, "time")),
                new TenantId(uuid("tnt", text(texts, "tenantid"))),
                workspace == null ? null : new WorkspaceId(uuid("wrk", workspace)),
                request == null ? null : new RequestId(uuid("req", request)),
                text(texts, "resourcetype"),
                text(texts, "subject"),
                Long.parseLong(text(texts, "resourceversion")),
                data);
    }

    private static String text(Map<String, String> texts, String name) {
        var text = texts.get(name);
        if (text == null) {
            throw new IllegalArgumentException("an event without " + name);
        }
        return text;
    }

    private static UUID uuid(String prefix, String text) {
        return TypeId.parse(prefix, text).orElseThrow(() -> new IllegalArgumentException("not an id: " + text));
    }
}
