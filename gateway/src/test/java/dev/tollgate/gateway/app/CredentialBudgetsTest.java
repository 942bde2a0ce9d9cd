package dev.tollgate.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.tollgate.contract.caller.TypeId;
import dev.tollgate.gateway.fixture.Eventually;
import dev.tollgate.gateway.fixture.GatewayFixture;
import dev.tollgate.gateway.fixture.Reply;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Budgets of API keys and MCP clients, from the control plane to the receiver of their event, over two gateways. */
class CredentialBudgetsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int READ_MICROS = 20;
    private static final List<JsonObject> RECEIVED = new CopyOnWriteArrayList<>();

    private static GatewayFixture gateway;
    private static GatewayFixture second;
    private static HttpServer receiver;

    private GatewayFixture.Prepared acme;

    @BeforeAll
    static void start() throws IOException {
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/", exchange -> {
            RECEIVED.add(new JsonObject(Buffer.buffer(exchange.getRequestBody().readAllBytes())));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        receiver.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        receiver.start();
        gateway = GatewayFixture.withDispatcher(Map.of(
                "tollgate.webhooks.allow-http", "true",
                "tollgate.webhooks.allowed-addresses", "127.0.0.1",
                "tollgate.webhooks.allowed-ports", "1-65535"));
        second = gateway.second();
    }

    @AfterAll
    static void stop() {
        second.close();
        gateway.close();
        receiver.stop(0);
    }

    @BeforeEach
    void prepare() {
        acme = gateway.tenant("business").module("tasks", true);
    }

    private static JsonObject budget(long micros, String per) {
        return JsonObject.of("micros", micros, "per", per);
    }

    private JsonObject key(JsonObject budget) {
        var body = new JsonObject()
                .put("name", "limited")
                .put("scopes", JsonArray.of("tasks:read", "tasks:write"))
                .put("budget", budget);
        return gateway.operator("POST", acme.control("/api-keys"), body)
                .expect(201)
                .data();
    }

    private Reply patch(JsonObject key, JsonObject budget) {
        return gateway.operator(
                "PATCH",
                acme.control("/api-keys/" + key.getString("id")),
                budget == null ? new JsonObject().putNull("budget") : new JsonObject().put("budget", budget));
    }

    private JsonObject shown(JsonObject key) {
        return gateway.operator("GET", acme.control("/api-keys/" + key.getString("id")), null)
                .expect(200)
                .data()
                .getJsonObject("budget");
    }

    private static Reply read(GatewayFixture at, String secret) {
        return GatewayFixture.patiently(() -> at.call("GET", "/v1/tasks", secret, null));
    }

    private Reply read(JsonObject key) {
        return read(gateway, key.getString("secret"));
    }

    @Test
    void of_many_calls_over_two_gateways_exactly_as_many_are_admitted_as_the_budget_covers() throws Exception {
        var secret = key(budget(41 * READ_MICROS + READ_MICROS - 1, "day")).getString("secret");

        List<Future<Reply>> replies;
        try (var callers = Executors.newFixedThreadPool(16)) {
            replies = IntStream.range(0, 160)
                    .mapToObj(one -> callers.submit(() -> read(one % 2 == 0 ? gateway : second, secret)))
                    .toList();
        }

        int admitted = 0;
        for (var reply : replies) {
            if (reply.get().status() == 402) {
                assertThat(reply.get().code()).isEqualTo("budget_exhausted");
            } else {
                reply.get().expect(200);
                admitted++;
            }
        }
        assertThat(admitted).isEqualTo(41);
    }

    @Test
    void answers_say_what_is_left_and_a_refusal_what_the_caller_can_do() {
        var key = key(budget(50, "day"));
        var before = Instant.now();

        var first = read(key).expect(200);
        var second = read(key).expect(200);
        var refused = read(key);

        assertThat(first.header("Tollgate-Budget-Remaining-Micros")).hasValue("30");
        assertThat(second.header("Tollgate-Budget-Remaining-Micros")).hasValue("10");
        var resets = Instant.parse(first.header("Tollgate-Budget-Resets-At").orElseThrow());
        assertThat(resets).isAfter(before).isBefore(Instant.now().plus(Duration.ofDays(1)));
        assertThat(refused.status()).isEqualTo(402);
        assertThat(refused.code()).isEqualTo("budget_exhausted");
        assertThat(refused.header("Tollgate-Budget-Remaining-Micros")).hasValue("10");
        assertThat(refused.json().getString("detail"))
                .contains("10 micros left", "owner or admin", "call again after " + resets);
        assertThat(refused.json().getString("resets_at")).isEqualTo(resets.toString());
        assertThat(gateway.call("GET", refused.json().getString("billing_url"), null, null)
                        .expect(200)
                        .body())
                .contains("budget_exhausted");
    }

    @Test
    void a_credential_without_a_budget_has_no_header_of_one() {
        var plain = acme.apiKey("tasks:read");

        var reply = read(plain).expect(200);

        assertThat(reply.header("Tollgate-Budget-Remaining-Micros")).isEmpty();
        assertThat(reply.header("Tollgate-Budget-Resets-At")).isEmpty();
    }

    @Test
    void the_control_plane_shows_what_is_left_and_the_ledger_agrees() {
        var key = key(budget(1_000, "month"));
        var before = Instant.now();

        read(key).expect(200);
        read(key).expect(200);

        assertThat(key.getJsonObject("budget").getLong("remaining_micros")).isEqualTo(1_000);
        Eventually.within(
                PATIENCE, () -> assertThat(shown(key).getLong("spent_micros")).isEqualTo(2 * READ_MICROS));
        assertThat(shown(key).getLong("remaining_micros")).isEqualTo(1_000 - 2 * READ_MICROS);
        assertThat(shown(key).getString("per")).isEqualTo("month");
        assertThat(Instant.parse(shown(key).getString("resets_at"))).isAfter(before);
        assertThat(gateway.operator("GET", acme.control("/api-keys"), null)
                        .expect(200)
                        .list()
                        .getJsonObject(0)
                        .getJsonObject("budget")
                        .getLong("micros"))
                .isEqualTo(1_000);
    }

    @Test
    void the_credential_sees_its_own_budget() {
        var key = key(budget(500, "total"));

        var workspace = GatewayFixture.patiently(
                        () -> gateway.call("GET", "/v1/workspace", key.getString("secret"), null))
                .expect(200)
                .data();

        assertThat(workspace.getJsonObject("budget"))
                .isEqualTo(JsonObject.of("micros", 500, "per", "total", "remaining_micros", 500 - READ_MICROS));
    }

    @Test
    void a_changed_budget_acts_at_once_and_a_removed_one_no_longer() {
        var key = key(budget(20, "day"));
        read(key).expect(200);
        read(key).expect(402);

        patch(key, budget(40, "day")).expect(200);
        var raised = read(key);
        patch(key, budget(30, "day")).expect(200);
        var lowered = read(key);
        var removed = patch(key, null).expect(200).data();
        var free = read(key);

        raised.expect(200);
        lowered.expect(402);
        free.expect(200);
        assertThat(removed.getJsonObject("budget")).isNull();
    }

    @Test
    void a_key_that_gets_a_budget_has_spent_what_it_spent_in_the_period() {
        var key = acme.apiKey("tasks:read");
        read(key).expect(200);
        Eventually.within(
                PATIENCE,
                () -> assertThat(gateway.sql()
                                .number(
                                        "SELECT COALESCE(sum(charge_micros), 0) FROM billing.usage_sum WHERE credential_id = '"
                                                + key.getString("id") + "'"))
                        .isEqualTo(READ_MICROS));

        patch(key, budget(2 * READ_MICROS, "total")).expect(200);

        Eventually.within(
                PATIENCE,
                () -> assertThat(read(key).header("Tollgate-Budget-Remaining-Micros"))
                        .isPresent());
        Eventually.within(PATIENCE, () -> read(key).expect(402));
        assertThat(shown(key).getLong("spent_micros")).isGreaterThanOrEqualTo(READ_MICROS);
    }

    @Test
    void a_batch_holds_its_most_and_is_charged_for_what_it_did() {
        var key = key(budget(300, "day"));
        var batch = JsonObject.of(
                "items",
                JsonArray.of(JsonObject.of("title", "One"), JsonObject.of("title", ""), JsonObject.of("title", "Two")));

        var done = gateway.call("POST", "/v1/tasks/batch", key.getString("secret"), batch)
                .expect(200);
        var four = batch.copy();
        four.getJsonArray("items").add(JsonObject.of("title", "Three"));
        var tooMuch = gateway.call("POST", "/v1/tasks/batch", key.getString("secret"), four);

        assertThat(done.charge()).isEqualTo(200);
        assertThat(done.header("Tollgate-Budget-Remaining-Micros")).hasValue("100");
        tooMuch.expect(402);
    }

    @Test
    void free_calls_go_on_without_budget() {
        var key = key(budget(100, "day"));
        var task = gateway.call("POST", "/v1/tasks", key.getString("secret"), JsonObject.of("title", "One"))
                .expect(201)
                .data();
        read(key).expect(402);

        var deleted = gateway.call("DELETE", "/v1/tasks/" + task.getString("id"), key.getString("secret"), null);

        deleted.expect(200);
        assertThat(deleted.header("Tollgate-Budget-Remaining-Micros")).isEmpty();
    }

    @Test
    void a_client_of_mcp_has_its_budget() {
        var body = new JsonObject()
                .put("name", "agent")
                .put("scopes", JsonArray.of("tasks:read"))
                .put("budget", budget(200, "day"));
        var client = gateway.operator("POST", acme.control("/mcp-clients"), body)
                .expect(201)
                .data();
        var message = JsonObject.of(
                "jsonrpc", "2.0", "id", 1, "method", "tools/call", "params", JsonObject.of("name", "list_tasks"));

        var first = gateway.call("POST", "/mcp", client.getString("secret"), message)
                .expect(200);
        var again = gateway.call("POST", "/mcp", client.getString("secret"), message)
                .expect(200);

        assertThat(first.json()
                        .getJsonObject("result")
                        .getJsonObject("_meta")
                        .getLong("dev.tollgate/budget_remaining_micros"))
                .isEqualTo(50);
        assertThat(again.json()
                        .getJsonObject("result")
                        .getJsonObject("_meta")
                        .getJsonObject("dev.tollgate/problem")
                        .getString("code"))
                .isEqualTo("budget_exhausted");
    }

    @Test
    void faults_of_a_budget_are_named() {
        var nothing = gateway.operator(
                "POST",
                acme.control("/api-keys"),
                new JsonObject()
                        .put("name", "limited")
                        .put("scopes", JsonArray.of("tasks:read"))
                        .put("budget", JsonObject.of("micros", 0, "per", "week")));

        nothing.expect(422);
        assertThat(nothing.json().getJsonArray("field_errors").stream()
                        .map(fault -> ((JsonObject) fault).getString("field")))
                .contains("budget.micros", "budget.per");
    }

    @Test
    void a_budget_that_refuses_is_announced_once_per_period() {
        acme.module("integrations", true);
        var webhook = new JsonObject()
                .put("name", "Budgets")
                .put("url", "http://127.0.0.1:" + receiver.getAddress().getPort() + "/in")
                .put("event_types", JsonArray.of("credential.*"));
        gateway.operator("POST", acme.control("/webhooks"), webhook).expect(201);
        var key = key(budget(20, "day"));
        read(key).expect(200);

        for (int call = 0; call < 6; call++) {
            read(call % 2 == 0 ? gateway : second, key.getString("secret")).expect(402);
        }

        Eventually.within(PATIENCE, () -> assertThat(received(key)).hasSize(1));
        assertThat(received(key).getFirst().getJsonObject("data"))
                .isEqualTo(JsonObject.of(
                        "credential_id",
                        key.getString("id"),
                        "kind",
                        "api_key",
                        "micros",
                        20,
                        "per",
                        "day",
                        "resets_at",
                        shown(key).getString("resets_at")));
        assertThat(gateway.sql()
                        .number("SELECT count(*) FROM webhooks.event WHERE type = 'credential.budget_reached'"
                                + " AND resource_id = '" + key.getString("id") + "'"))
                .isEqualTo(1);
    }

    @Test
    void runs_of_a_schedule_count_to_the_credential_that_changed_it_last() {
        acme.module("crm", true).module("bi", true);
        var body = new JsonObject()
                .put("name", "limited")
                .put("scopes", JsonArray.of("bi:read", "bi:write", "crm:read"))
                .put("budget", budget(2_300, "day"));
        var key = gateway.operator("POST", acme.control("/api-keys"), body)
                .expect(201)
                .data();
        var secret = key.getString("secret");
        var query = JsonObject.of(
                "source",
                JsonObject.of("record", "crm.deal"),
                "measures",
                JsonArray.of(JsonObject.of("op", "count")),
                "dimensions",
                JsonArray.of("status"));
        var dataset = gateway.call("POST", "/v1/bi/datasets", secret, JsonObject.of("name", "Deals", "query", query))
                .expect(201)
                .data()
                .getString("id");
        gateway.call("POST", "/v1/bi/schedules", secret, JsonObject.of("dataset_id", dataset, "cron", "0 6 * * *"))
                .expect(201);

        runSchedulesNow();
        Eventually.within(
                PATIENCE, () -> assertThat(shown(key).getLong("spent_micros")).isEqualTo(2_200));
        runSchedulesNow();

        var ofSchedules = " FROM billing.usage_sum WHERE dimension = 'bi.refresh' AND credential_id = '"
                + key.getString("id") + "'";
        var errors = "SELECT COALESCE(error, '') FROM bi.refresh_run WHERE workspace_id = '"
                + TypeId.parse("wrk", acme.workspace()).orElseThrow() + "'";
        Eventually.within(
                PATIENCE,
                () -> assertThat(gateway.sql().texts(errors))
                        .anySatisfy(error -> assertThat(error).contains("budget")));
        assertThat(gateway.sql().number("SELECT sum(charge_micros)" + ofSchedules))
                .isEqualTo(2_000);
    }

    /** As if their time had come, a day after their last run. */
    private void runSchedulesNow() {
        var workspace = TypeId.parse("wrk", acme.workspace()).orElseThrow();
        Eventually.within(
                PATIENCE,
                () -> assertThat(gateway.sql()
                                .number("SELECT (SELECT count(*) FROM bi.refresh_run WHERE workspace_id = '" + workspace
                                        + "' AND status IN ('queued', 'running')) + (SELECT count(*) FROM records.job"
                                        + " WHERE workspace_id = '" + workspace + "' AND lease IS NOT NULL)"))
                        .isZero());
        gateway.sql()
                .execute(
                        "UPDATE bi.refresh_run SET scheduled_for = scheduled_for - interval '1 day' WHERE workspace_id = '"
                                + workspace + "'");
        gateway.sql()
                .execute("UPDATE records.job SET due_at = now() - interval '1 day', next_at = now() WHERE kind ="
                        + " 'bi.schedule' AND lease IS NULL AND tenant_id = '"
                        + TypeId.parse("tnt", acme.tenant()).orElseThrow() + "'");
    }

    private static List<JsonObject> received(JsonObject key) {
        return RECEIVED.stream()
                .filter(event -> event.getString("type").equals("credential.budget_reached"))
                .filter(event ->
                        event.getJsonObject("data").getString("credential_id").equals(key.getString("id")))
                .toList();
    }
}
