package dev.tollgate.money.usage;

import dev.tollgate.contract.caller.Actor;
import dev.tollgate.contract.caller.RequestId;
import dev.tollgate.contract.caller.Surface;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.caller.TypeId;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.event.CallFacts;
import dev.tollgate.contract.event.Charge;
import dev.tollgate.contract.event.UsageRecorded;
import dev.tollgate.runtime.json.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A usage event as a CloudEvent: the tenant is its subject, the call's time its time, the rest its data. */
final class UsageJson {

    private static final byte[] UP_TO_ID = CloudEventTemplate.upToId(UsageCodec.USAGE);
    private static final byte[] TIME = JsonText.name("time");
    private static final byte[] REQUEST_ID = "\"request_id\":".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CLIENT_REQUEST_ID = JsonText.name("client_request_id");
    private static final byte[] WORKSPACE_ID = JsonText.name("workspace_id");
    private static final byte[] ACTOR_KIND = JsonText.name("actor_kind");
    private static final byte[] ACTOR_ID = JsonText.name("actor_id");
    private static final byte[] ACTOR_NAME = JsonText.name("actor_name");
    private static final byte[] SURFACE = JsonText.name("surface");
    private static final byte[] OPERATION = JsonText.name("operation");
    private static final byte[] ACTION = JsonText.name("action");
    private static final byte[] INPUT_DIGEST = JsonText.name("input_digest");
    private static final byte[] CLIENT_ADDRESS = JsonText.name("client_address");
    private static final byte[] USER_AGENT = JsonText.name("user_agent");
    private static final byte[] DRY_RUN = JsonText.name("dry_run");
    private static final byte[] DIMENSION = JsonText.name("dimension");
    private static final byte[] QUANTITY = JsonText.name("quantity");
    private static final byte[] CHARGE_MICROS = JsonText.name("charge_micros");
    private static final byte[] PRICE_VERSION = JsonText.name("price_version");
    private static final byte[] INC = JsonText.name("inc");
    private static final byte[] BUCKET = JsonText.name("bucket");
    private static final byte[] BUDGET = JsonText.name("budget");
    private static final byte[] AUDITED = JsonText.name("audited");
    private static final byte[] RESOURCE_TYPE = JsonText.name("resource_type");
    private static final byte[] RESOURCE_ID = JsonText.name("resource_id");
    private static final String REQUEST = TypeId.prefix(RequestId.class);
    private static final String TENANT = TypeId.prefix(TenantId.class);
    private static final String WORKSPACE = TypeId.prefix(WorkspaceId.class);

    private UsageJson() {}

    static void write(JsonText json, UsageRecorded event) {
        CallFacts call = event.call();
        TenantId tenant = call.tenant();
        json.raw(UP_TO_ID).uuid(event.id());
        if (tenant != null) {
            CloudEventTemplate.subject(json).id(TENANT, tenant.value());
        }
        json.raw(TIME).instant(call.time());
        CloudEventTemplate.data(json)
                .raw(REQUEST_ID)
                .id(REQUEST, call.requestId().value());
        write(json, call);
        write(json, event.charge());
        json.raw(AUDITED).flag(event.audited());
        optional(json, RESOURCE_TYPE, event.resourceType());
        optional(json, RESOURCE_ID, event.resourceId());
        CloudEventTemplate.end(json);
    }

    static UsageRecorded read(StrictJsonObject event) {
        StrictJsonObject data = event.object("data");
        return new UsageRecorded(
                UUID.fromString(event.text("id")),
                call(event, data),
                charge(data),
                data.flag("audited"),
                data.textOrNull("resource_type"),
                data.textOrNull("resource_id"));
    }

    private static void write(JsonText json, CallFacts call) {
        WorkspaceId workspace = call.workspace();
        optional(json, CLIENT_REQUEST_ID, call.clientRequestId());
        if (workspace != null) {
            json.raw(WORKSPACE_ID).id(WORKSPACE, workspace.value());
        }
        json.raw(ACTOR_KIND).text(call.actor().kind().text());
        json.raw(ACTOR_ID).text(call.actor().id());
        json.raw(ACTOR_NAME).text(call.actor().name());
        json.raw(SURFACE).text(call.surface().text());
        json.raw(OPERATION).text(call.operation());
        json.raw(ACTION).text(call.action());
        optional(json, INPUT_DIGEST, call.inputDigest());
        json.raw(CLIENT_ADDRESS).text(call.clientAddress());
        optional(json, USER_AGENT, call.userAgent());
        if (call.dryRun()) {
            json.raw(DRY_RUN).flag(true);
        }
    }

    private static void write(JsonText json, Charge charge) {
        json.raw(DIMENSION).text(charge.dimension());
        json.raw(QUANTITY).number(charge.quantity());
        json.raw(CHARGE_MICROS).number(charge.micros());
        json.raw(PRICE_VERSION).text(charge.priceVersion());
        Charge.Hold hold = charge.hold();
        if (hold != null) {
            json.raw(INC).number(hold.inc());
            json.raw(BUCKET).number(hold.bucket());
            if (hold.budget() != null) {
                json.raw(BUDGET).text(hold.budget().toString());
            }
        }
    }

    private static void optional(JsonText json, byte[] name, @Nullable String value) {
        if (value != null) {
            json.raw(name).text(value);
        }
    }

    private static CallFacts call(StrictJsonObject event, StrictJsonObject data) {
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
                data.textOrNull("user_agent"),
                data.has("dry_run") && data.flag("dry_run"));
    }

    private static Charge charge(StrictJsonObject data) {
        return new Charge(
                data.text("dimension"),
                data.number("quantity"),
                data.number("charge_micros"),
                data.text("price_version"),
                data.has("bucket") ? hold(data) : null);
    }

    private static Charge.Hold hold(StrictJsonObject data) {
        String budget = data.textOrNull("budget");
        return new Charge.Hold(
                data.number("inc"), data.number("bucket"), budget == null ? null : UUID.fromString(budget));
    }
}
