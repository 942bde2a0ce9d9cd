package dev.tollgate.money.usage;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tollgate.contract.caller.Actor;
import dev.tollgate.contract.caller.RequestId;
import dev.tollgate.contract.caller.Surface;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.event.CallFacts;
import dev.tollgate.contract.event.Charge;
import dev.tollgate.contract.event.UsageRecorded;
import java.io.IOException;
import java.util.Locale;
import java.util.UUID;

/** A usage event as a CloudEvent: the tenant is its subject, the call's time its time, the rest its data. */
final class UsageJson {

    private UsageJson() {}

    static void write(JsonGenerator json, UsageRecorded event) throws IOException {
        CallFacts call = event.call();
        TenantId tenant = call.tenant();
        Element.begin(
                json, UsageCodec.USAGE, event.id().toString(), tenant == null ? null : tenant.text(), call.time());
        write(json, call);
        write(json, event.charge());
        json.writeBooleanField("audited", event.audited());
        Element.optional(json, "resource_type", event.resourceType());
        Element.optional(json, "resource_id", event.resourceId());
        Element.end(json);
    }

    static UsageRecorded read(Element event) {
        Element data = event.object("data");
        return new UsageRecorded(
                UUID.fromString(event.text("id")),
                call(event, data),
                charge(data),
                data.flag("audited"),
                data.textOrNull("resource_type"),
                data.textOrNull("resource_id"));
    }

    private static void write(JsonGenerator json, CallFacts call) throws IOException {
        json.writeStringField("request_id", call.requestId().text());
        Element.optional(json, "client_request_id", call.clientRequestId());
        WorkspaceId workspace = call.workspace();
        Element.optional(json, "workspace_id", workspace == null ? null : workspace.text());
        json.writeStringField("actor_kind", call.actor().kind().text());
        json.writeStringField("actor_id", call.actor().id());
        json.writeStringField("actor_name", call.actor().name());
        json.writeStringField("surface", call.surface().text());
        json.writeStringField("operation", call.operation());
        json.writeStringField("action", call.action());
        Element.optional(json, "input_digest", call.inputDigest());
        json.writeStringField("client_address", call.clientAddress());
        Element.optional(json, "user_agent", call.userAgent());
    }

    private static void write(JsonGenerator json, Charge charge) throws IOException {
        json.writeStringField("dimension", charge.dimension());
        json.writeNumberField("quantity", charge.quantity());
        json.writeNumberField("charge_micros", charge.micros());
        json.writeStringField("price_version", charge.priceVersion());
        Charge.Hold hold = charge.hold();
        if (hold != null) {
            json.writeNumberField("inc", hold.inc());
            json.writeNumberField("bucket", hold.bucket());
        }
    }

    private static CallFacts call(Element event, Element data) {
        return new CallFacts(
                new RequestId(data.id("request_id", RequestId.class)),
                data.textOrNull("client_request_id"),
                event.instant("time"),
                event.has("subject") ? new TenantId(event.id("subject", TenantId.class)) : null,
                data.has("workspace_id") ? new WorkspaceId(data.id("workspace_id", WorkspaceId.class)) : null,
                new Actor(
                        Actor.Kind.valueOf(data.text("actor_kind").toUpperCase(Locale.ROOT)),
                        data.text("actor_id"),
                        data.text("actor_name")),
                Surface.valueOf(data.text("surface").toUpperCase(Locale.ROOT)),
                data.text("operation"),
                data.text("action"),
                data.textOrNull("input_digest"),
                data.text("client_address"),
                data.textOrNull("user_agent"));
    }

    private static Charge charge(Element data) {
        long micros = data.number("charge_micros");
        if (micros < 0 || data.number("quantity") < 0) {
            throw new IllegalArgumentException("a charge or quantity below 0");
        }
        boolean held = data.has("bucket");
        if (micros > 0 && !held) {
            throw new IllegalArgumentException("a charge without a hold");
        }
        return new Charge(
                data.text("dimension"),
                data.number("quantity"),
                micros,
                data.text("price_version"),
                held ? new Charge.Hold(data.number("inc"), data.number("bucket")) : null);
    }
}
