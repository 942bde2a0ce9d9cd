package dev.tollgate.records.work;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tollgate.contract.caller.RequestId;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.caller.TypeId;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.event.DomainEvent;
import dev.tollgate.runtime.json.Json;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Domain events as CloudEvents 1.0 in structured JSON; attributes without a CloudEvents name are extensions. Stateless;
 * safe from every thread.
 */
public final class DomainEventJson {

    private static final String SPEC_VERSION = "1.0";
    private static final String SOURCE = "/tollgate";

    /** Of an event of a small record. */
    private static final int BYTES = 1_024;

    private DomainEventJson() {}

    public static byte[] bytes(DomainEvent event) {
        return bytes(event, event.data());
    }

    /** The same, with a record as the data; {@code event.data()} is ignored. */
    static byte[] bytes(DomainEvent event, Object data) {
        var bytes = new ByteArrayOutputStream(BYTES);
        try (var json = Json.MAPPER.getFactory().createGenerator(bytes)) {
            json.writeStartObject();
            attributes(json, event);
            json.writePOJOField("data", data);
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    private static void attributes(JsonGenerator json, DomainEvent event) throws IOException {
        json.writeStringField("specversion", SPEC_VERSION);
        json.writeStringField("id", event.id().toString());
        json.writeStringField("source", SOURCE);
        json.writeStringField("type", event.type());
        json.writeStringField("subject", event.resourceId());
        json.writeStringField("time", event.time().toString());
        json.writeStringField("datacontenttype", "application/json");
        if (event.dataSchema() != null) {
            json.writeStringField("dataschema", event.dataSchema());
        }
        json.writeStringField("tenantid", event.tenant().text());
        if (event.workspace() != null) {
            json.writeStringField("workspaceid", event.workspace().text());
        }
        if (event.requestId() != null) {
            json.writeStringField("requestid", event.requestId().text());
        }
        json.writeStringField("resourcetype", event.resourceType());
        json.writeNumberField("resourceversion", event.version());
    }

    /**
     * Reads what {@link #bytes} wrote.
     *
     * @throws RuntimeException when the bytes are not that
     */
    public static DomainEvent read(byte[] bytes) {
        var json = new JsonObject(Buffer.buffer(bytes));
        var workspace = json.getString("workspaceid");
        var request = json.getString("requestid");
        return new DomainEvent(
                UUID.fromString(json.getString("id")),
                json.getString("type"),
                Instant.parse(json.getString("time")),
                new TenantId(uuid("tnt", json.getString("tenantid"))),
                workspace == null ? null : new WorkspaceId(uuid("wrk", workspace)),
                request == null ? null : new RequestId(uuid("req", request)),
                json.getString("resourcetype"),
                json.getString("subject"),
                json.getLong("resourceversion"),
                json.getJsonObject("data"),
                json.getString("dataschema"));
    }

    private static UUID uuid(String prefix, @Nullable String text) {
        return TypeId.parse(prefix, String.valueOf(text))
                .orElseThrow(() -> new IllegalArgumentException("not an id: " + text));
    }
}
