package dev.tollgate.money.usage;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tollgate.contract.caller.TenantId;
import java.io.IOException;
import java.util.UUID;

/** Markers as CloudEvents: which kind is in the type. */
final class MarkerJson {

    private static final String CLOSE = "tollgate.marker.close.v1";
    private static final String TENANT = "tollgate.marker.tenant.v1";
    private static final String READY = "tollgate.marker.ready.v1";

    private MarkerJson() {}

    static void write(JsonGenerator json, Marker marker) throws IOException {
        switch (marker) {
            case Marker.Close(long bucket) -> {
                Element.begin(json, CLOSE, "close-" + bucket, null, null);
                json.writeNumberField("bucket", bucket);
            }
            case Marker.Tenant(TenantId tenant, long n) -> {
                Element.begin(json, TENANT, tenant.text() + "-" + n, tenant.text(), null);
                json.writeNumberField("n", n);
            }
            case Marker.Ready(UUID id) -> Element.begin(json, READY, id.toString(), null, null);
        }
        Element.end(json);
    }

    static Marker read(String type, Element event) {
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
}
