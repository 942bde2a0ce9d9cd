package dev.tollgate.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.tollgate.gateway.fixture.Eventually;
import dev.tollgate.gateway.fixture.GatewayFixture;
import dev.tollgate.gateway.fixture.Reply;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** One budget over two gateways, and the event that says that it is reached. */
class SharedBudgetsTest extends OnBudgets {

    private static final List<JsonObject> RECEIVED = new CopyOnWriteArrayList<>();

    private static GatewayFixture first;
    private static GatewayFixture second;
    private static HttpServer receiver;

    SharedBudgetsTest() {
        super(first);
    }

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
        first = GatewayFixture.withDispatcher(Map.of(
                "tollgate.webhooks.allow-http", "true",
                "tollgate.webhooks.allowed-addresses", "127.0.0.1",
                "tollgate.webhooks.allowed-ports", "1-65535"));
        second = first.second();
    }

    @AfterAll
    static void stop() {
        second.close();
        first.close();
        receiver.stop(0);
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

    private static List<JsonObject> received(JsonObject key) {
        return RECEIVED.stream()
                .filter(event -> event.getString("type").equals("credential.budget_reached"))
                .filter(event ->
                        event.getJsonObject("data").getString("credential_id").equals(key.getString("id")))
                .toList();
    }
}
