package dev.tollgate.gateway.pipeline;

import dev.tollgate.contract.caller.RequestId;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.caller.TypeId;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.runtime.json.JsonText;
import dev.tollgate.runtime.memory.Deadlines;
import dev.tollgate.runtime.telemetry.RawJsonLines;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The wide log line of every call of one loop: written at once as bytes, handed to the log together, at the latest
 * {@link Deadlines#TICK} later.
 */
final class CallLogLines {

    /** Lines are handed over when they are this much. */
    static final int BYTES_MAX = 32 << 10;

    private static final Logger LOG = LoggerFactory.getLogger("dev.tollgate.call");
    private static final byte[] TIME = ascii("{\"time\":");
    private static final byte[] ANSWERED =
            ascii(",\"level\":\"INFO\",\"logger\":\"dev.tollgate.call\",\"message\":\"call answered\",\"requestId\":");
    private static final byte[] CLIENT_REQUEST_ID = JsonText.name("clientRequestId");
    private static final byte[] SURFACE = JsonText.name("surface");
    private static final byte[] OPERATION = JsonText.name("operation");
    private static final byte[] OUTCOME = JsonText.name("outcome");
    private static final byte[] TENANT_ID = JsonText.name("tenantId");
    private static final byte[] WORKSPACE_ID = JsonText.name("workspaceId");
    private static final byte[] CREDENTIAL_ID = JsonText.name("credentialId");
    private static final byte[] CHARGE_MICROS = JsonText.name("chargeMicros");
    private static final byte[] DURATION_MICROS = JsonText.name("durationMicros");
    private static final byte[] CLIENT_ADDRESS = JsonText.name("clientAddress");
    private static final byte[] END = ascii("}\n");
    private static final String REQUEST = TypeId.prefix(RequestId.class);
    private static final String TENANT = TypeId.prefix(TenantId.class);
    private static final String WORKSPACE = TypeId.prefix(WorkspaceId.class);

    private final JsonText lines = new JsonText(BYTES_MAX);

    /** Adds the line of a call that has been answered. */
    void answered(RequestContext context, String operation, String code, CallResult<?> result, long nanos) {
        if (!LOG.isInfoEnabled()) {
            return;
        }
        var arrival = context.arrival();
        var metered = result.metered();
        lines.raw(TIME).instant(arrival.time().plusNanos(nanos)).raw(ANSWERED);
        lines.id(REQUEST, arrival.requestId().value());
        optional(CLIENT_REQUEST_ID, arrival.clientRequestId());
        lines.raw(SURFACE).text(arrival.surface().text());
        lines.raw(OPERATION).text(operation);
        lines.raw(OUTCOME).text(code);
        target(context);
        lines.raw(CREDENTIAL_ID).text(context.credential().actor().id());
        lines.raw(CHARGE_MICROS).number(metered == null ? 0 : metered.chargeMicros());
        lines.raw(DURATION_MICROS).number(TimeUnit.NANOSECONDS.toMicros(nanos));
        lines.raw(CLIENT_ADDRESS).text(arrival.clientAddress()).raw(END);
        if (lines.size() >= BYTES_MAX) {
            flush();
        }
    }

    /** Hands over what has been written. */
    void flush() {
        if (lines.size() > 0) {
            LOG.info("calls answered", new RawJsonLines(lines.toBytes()));
            lines.clear();
        }
    }

    private void target(RequestContext context) {
        var tenant = context.tenant();
        if (tenant != null) {
            lines.raw(TENANT_ID).id(TENANT, tenant.value());
        }
        var standing = context.workspace();
        if (standing != null) {
            lines.raw(WORKSPACE_ID).id(WORKSPACE, standing.workspace().value());
        }
    }

    private void optional(byte[] name, @Nullable String value) {
        if (value != null) {
            lines.raw(name).text(value);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
