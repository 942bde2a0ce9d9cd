package dev.tollgate.loadtest.client;

import static dev.tollgate.loadtest.report.BrokenPromise.require;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.loadtest.report.Await;
import java.time.Duration;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A tenant of its own on the bench plan, with one workspace that has Tasks enabled. */
public final class BenchAccount {

    private static final String API = "/control/v1";
    /** What is the same after this time is booked: longer than usage waits for more in the meter. */
    public static final Duration BOOKED_INTERVAL = Duration.ofSeconds(2);

    private static final Duration SETTLE_MAX = Duration.ofMinutes(3);

    /** A hundred million calls. */
    private static final long TOP_UP_MICROS = 10_000_000_000L;

    private final AppClient control;
    private final String tenant;
    private final String workspace;
    private final YearMonth created = YearMonth.now(ZoneOffset.UTC);
    private final AtomicLong preparedMicros = new AtomicLong();

    private BenchAccount(AppClient control, String tenant, String workspace) {
        this.control = control;
        this.tenant = tenant;
        this.workspace = workspace;
    }

    /** Creates one that can pay for any run; the client is an operator's. */
    public static BenchAccount create(AppClient control) {
        return create(control, TOP_UP_MICROS);
    }

    /** Creates one whose balance is {@code topUpMicros}; the client is an operator's, who pays for nothing. */
    public static BenchAccount create(AppClient control, long topUpMicros) {
        var mark = UUID.randomUUID().toString().substring(0, 8);
        var newTenant = JsonTrees.object()
                .put("name", "run " + mark)
                .put("kind", "team")
                .put("plan", "bench");
        var tenant = API + "/tenants/" + id(control.accepted("POST", API + "/tenants", newTenant));
        topUp(control, tenant, topUpMicros);
        var newWorkspace = JsonTrees.object().put("name", "run").put("slug", "run-" + mark);
        var workspace = API + "/workspaces/" + id(control.accepted("POST", tenant + "/workspaces", newWorkspace));
        var account = new BenchAccount(control, tenant, workspace);
        account.module("tasks", true);
        return account;
    }

    private static String id(CallResponse created) {
        return created.data().path("id").asText();
    }

    public String tenantId() {
        return tenant.substring(tenant.lastIndexOf('/') + 1);
    }

    public String workspaceId() {
        return workspace.substring(workspace.lastIndexOf('/') + 1);
    }

    /** The id that rows of the workspace have. */
    public UUID workspaceRowId() {
        return RowId.of(workspaceId());
    }

    /** Posts to the workspace in the admin API; returns the data of the response. */
    public JsonNode post(String path, @Nullable ObjectNode body) {
        return control.accepted("POST", workspace + path, body).data();
    }

    public void module(String key, boolean enabled) {
        var _ = control.accepted(
                "PUT", workspace + "/modules/" + key, JsonTrees.object().put("enabled", enabled));
    }

    public void enableEveryModule() {
        control.accepted("GET", workspace + "/modules", null)
                .data()
                .forEach(one -> module(one.path("key").asText(), true));
    }

    private static void topUp(AppClient control, String tenant, long micros) {
        var _ = control.accepted("POST", tenant + "/top-ups", JsonTrees.object().put("amount_micros", micros));
    }

    /** Sets the account override; fields it does not have stay as the plan says. */
    public void override(ObjectNode override) {
        var _ = control.accepted("PUT", tenant + "/override", override);
    }

    /** Tries once to set it. */
    public CallResponse tryOverride(ObjectNode override) {
        var key = UUID.randomUUID().toString();
        return CallResponse.of(
                control.rest("PUT", tenant + "/override", key, key, override).join());
    }

    public void removeOverride() {
        var _ = control.accepted("DELETE", tenant + "/override", null);
    }

    /** Issues a credential. */
    public Credential credential(Kind kind, String... scopes) {
        var body = JsonTrees.object().put("name", "run");
        List.of(scopes).forEach(body.putArray("scopes")::add);
        var data = post("/" + kind.path, body);
        return new Credential(
                kind, data.path("id").asText(), data.path("secret").asText());
    }

    /** An application at a gateway, with an API key of its own. */
    public AppClient client(int port, String... scopes) {
        return new AppClient(port, credential(Kind.API_KEY, scopes).secret());
    }

    public void revoke(Credential credential) {
        var _ = post("/" + credential.kind().path + "/" + credential.id() + "/revoke", null);
    }

    /** The charge of what was created before the load. */
    public long preparedMicros() {
        return preparedMicros.get();
    }

    /** Counts records that were created before the load. */
    public void prepared(long micros) {
        preparedMicros.addAndGet(micros);
    }

    /** What was charged since it was created, in whichever month. */
    public long spendMicros() {
        var billing = control.accepted("GET", tenant + "/billing", null).data();
        var running = YearMonth.parse(billing.path("month").asText());
        long spend = billing.path("spend_micros").asLong();
        for (var month = created; month.isBefore(running); month = month.plusMonths(1)) {
            spend += control.accepted("GET", tenant + "/statements/" + month, null)
                    .data()
                    .path("spend_micros")
                    .asLong();
        }
        return spend;
    }

    /**
     * Waits until the ledger has settled. It must have charged what is due to these accounts, and at most the unknown
     * more, for calls that the client left; returns what it has charged.
     */
    public static long requireCharged(String what, List<BenchAccount> accounts, long dueMicros, long unknownMicros)
            throws InterruptedException {
        long prepared =
                accounts.stream().mapToLong(BenchAccount::preparedMicros).sum();
        var spend = new AtomicLong(-1);
        var _ = Await.until(SETTLE_MAX, BOOKED_INTERVAL, () -> {
            long now = accounts.stream().mapToLong(BenchAccount::spendMicros).sum();
            return spend.getAndSet(now) == now && now >= prepared + dueMicros;
        });
        long charged = spend.get() - prepared;
        require(
                charged >= dueMicros && charged <= dueMicros + unknownMicros,
                what + ": " + dueMicros + " micros are due and at most " + unknownMicros + " more, but " + charged
                        + " were charged");
        return charged;
    }

    /** Usage events of calls on the app plane. Reading them leaves free usage events of the control plane. */
    public List<JsonNode> appUsageEvents() {
        var events = control.records(workspace + "/usage-events?limit=100");
        events.removeIf(event -> event.path("surface").asText().equals("control"));
        return events;
    }

    /** A credential with its secret. */
    public record Credential(Kind kind, String id, String secret) {}

    /** Kinds of credentials. */
    public enum Kind {
        API_KEY("api-keys"),
        MCP_CLIENT("mcp-clients");

        private final String path;

        Kind(String path) {
            this.path = path;
        }
    }
}
