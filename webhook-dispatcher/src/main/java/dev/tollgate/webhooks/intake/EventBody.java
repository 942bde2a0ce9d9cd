package dev.tollgate.webhooks.intake;

import dev.tollgate.contract.caller.RequestId;
import dev.tollgate.contract.caller.TypeId;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.runtime.json.JsonText;
import dev.tollgate.webhooks.EventId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Body sent to receivers: {@code {"id","type","timestamp","workspace_id","request_id","data"}}, once per event. */
public final class EventBody {

    /** The largest body. */
    public static final int BYTES_MAX = 256 << 10;

    private static final int ENVELOPE_BYTES = 256;
    private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ID = "{\"id\":".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] TYPE = JsonText.name("type");
    private static final byte[] TIMESTAMP = JsonText.name("timestamp");
    private static final byte[] WORKSPACE = JsonText.name("workspace_id");
    private static final byte[] REQUEST = JsonText.name("request_id");
    private static final byte[] DATA = JsonText.name("data");
    private static final String EVENT_PREFIX = TypeId.prefix(EventId.class);
    private static final String WORKSPACE_PREFIX = TypeId.prefix(WorkspaceId.class);
    private static final String REQUEST_PREFIX = TypeId.prefix(RequestId.class);

    private EventBody() {}

    /**
     * The body.
     *
     * @param request the call that made the event; null where none did
     * @param data JSON already
     */
    public static byte[] of(
            EventId id, String type, Instant time, WorkspaceId workspace, @Nullable RequestId request, byte[] data) {
        var json = new JsonText(data.length + ENVELOPE_BYTES)
                .raw(ID)
                .id(EVENT_PREFIX, id.value())
                .raw(TYPE)
                .text(type)
                .raw(TIMESTAMP)
                .instant(time)
                .raw(WORKSPACE)
                .id(WORKSPACE_PREFIX, workspace.value())
                .raw(REQUEST);
        if (request == null) {
            json.raw(NULL);
        } else {
            json.id(REQUEST_PREFIX, request.value());
        }
        return json.raw(DATA).raw(data).raw('}').toBytes();
    }
}
