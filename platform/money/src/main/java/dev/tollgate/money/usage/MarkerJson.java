package dev.tollgate.money.usage;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.runtime.json.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Markers as CloudEvents: which kind is in the type. */
final class MarkerJson {

    private static final String CLOSE = "tollgate.marker.close.v1";
    private static final String TENANT = "tollgate.marker.tenant.v1";
    private static final String READY = "tollgate.marker.ready.v1";

    private static final byte[] CLOSE_ID = CloudEventTemplate.upToId(CLOSE);
    private static final byte[] TENANT_ID = CloudEventTemplate.upToId(TENANT);
    private static final byte[] READY_ID = CloudEventTemplate.upToId(READY);
    private static final byte[] BUCKET = ascii("\"bucket\":");
    private static final byte[] N = ascii("\"n\":");

    private MarkerJson() {}

    static void write(JsonText json, Marker marker) {
        switch (marker) {
            case Marker.Close(long bucket) -> {
                json.raw(CLOSE_ID).text("close-" + bucket);
                CloudEventTemplate.data(json).raw(BUCKET).number(bucket);
            }
            case Marker.Tenant(TenantId tenant, long n) -> {
                var text = tenant.text();
                json.raw(TENANT_ID).text(text + "-" + n);
                CloudEventTemplate.subject(json).text(text);
                CloudEventTemplate.data(json).raw(N).number(n);
            }
            case Marker.Ready(UUID id) -> {
                json.raw(READY_ID).uuid(id);
                var _ = CloudEventTemplate.data(json);
            }
        }
        CloudEventTemplate.end(json);
    }

    static Marker read(String type, StrictJsonObject event) {
        return switch (type) {
            case CLOSE -> new Marker.Close(event.object("data").number("bucket"));
            case TENANT ->
                new Marker.Tenant(
                        new TenantId(event.id("subject", TenantId.class)),
                        event.object("data").number("n"));
            case READY -> new Marker.Ready(UUID.fromString(event.text("id")));
            default -> throw new IllegalArgumentException("unknown type " + type);
        };
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
