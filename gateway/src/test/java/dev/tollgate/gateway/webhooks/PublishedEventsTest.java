package dev.tollgate.gateway.webhooks;

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
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Events that a caller publishes, from the call to the receiver, with a real dispatcher. */
class PublishedEventsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private record Receipt(String id, JsonObject body) {}

    private static GatewayFixture gateway;
    private static HttpServer receiver;
    private static final List<Receipt> RECEIPTS = new CopyOnWriteArrayList<>();
    private static final AtomicInteger ATTEMPTS = new AtomicInteger();

    private final GatewayFixture.Prepared workspace =
            gateway.tenant("team").module("integrations", true).module("crm", true);
    private final String key = workspace
            .apiKey("integrations:read", "integrations:write", "crm:read")
            .getString("secret");

    @BeforeAll
    static void start() throws IOException {
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/", exchange -> {
            var body = new JsonObject(Buffer.buffer(exchange.getRequestBody().readAllBytes()));
            // Every third attempt fails: what is ordered must stay so.
            boolean taken = ATTEMPTS.incrementAndGet() % 3 != 0;
            if (taken) {
                RECEIPTS.add(new Receipt(exchange.getRequestHeaders().getFirst("webhook-id"), body));
            }
            exchange.sendResponseHeaders(taken ? 204 : 500, -1);
            exchange.close();
        });
        receiver.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        receiver.start();
        gateway = GatewayFixture.withDispatcher(Map.of(
                "tollgate.webhooks.allow-http", "true",
                "tollgate.webhooks.allowed-addresses", "127.0.0.1",
                "tollgate.webhooks.allowed-ports", "1-65535",
                "tollgate.webhooks.retry-schedule", "100ms,100ms,100ms,100ms,100ms,100ms,100ms,100ms,100ms"));
    }

    @AfterAll
    static void stop() {
        gateway.close();
        receiver.stop(0);
    }

    private Reply app(String method, String path, Object body) {
        return GatewayFixture.patiently(() -> gateway.call(method, "/v1" + path, key, body));
    }

    private void register(String type) {
        app(
                        "POST",
                        "/event-types",
                        JsonObject.of(
                                "type",
                                type,
                                "description",
                                "It happened.",
                                "schema",
                                JsonObject.of(
                                        "type",
                                        "object",
                                        "properties",
                                        JsonObject.of("number", JsonObject.of("type", "integer")))))
                .expect(201);
    }

    private void webhook(boolean ordered, String... types) {
        app(
                        "POST",
                        "/webhooks",
                        JsonObject.of(
                                "name",
                                "Own",
                                "url",
                                "http://127.0.0.1:" + receiver.getAddress().getPort() + "/in",
                                "ordered",
                                ordered,
                                "event_types",
                                new JsonArray(List.of(types))))
                .expect(201);
    }

    private JsonObject publish(String type, String subject, int number) {
        return app(
                        "POST",
                        "/events",
                        JsonObject.of("type", type, "subject", subject, "data", JsonObject.of("number", number)))
                .expect(200)
                .data();
    }

    private List<Receipt> received() {
        return RECEIPTS.stream()
                .filter(receipt -> receipt.body().getString("workspace_id").equals(workspace.workspace()))
                .toList();
    }

    @Test
    void a_published_event_reaches_the_webhooks_of_its_type_in_its_workspace_with_its_id_and_data() {
        register("order.paid");
        register("order.lost");
        webhook(false, "order.paid");

        var lost = publish("order.lost", "o-1", 1);
        var paid = publish("order.paid", "o-1", 2);
        Eventually.within(PATIENCE, () -> assertThat(received()).hasSize(1));

        var receipt = received().getFirst();
        assertThat(receipt.id()).isEqualTo(paid.getString("id")).isNotEqualTo(lost.getString("id"));
        assertThat(receipt.body().getString("type")).isEqualTo("order.paid");
        assertThat(receipt.body().getString("timestamp")).isEqualTo(paid.getString("occurred_at"));
        assertThat(receipt.body().getJsonObject("data")).isEqualTo(JsonObject.of("number", 2));
    }

    @Test
    void events_of_a_subject_come_in_order_over_types_and_retries() {
        register("order.paid");
        register("order.sent");
        webhook(true, "custom.*");

        for (int at = 0; at < 30; at++) {
            var _ = publish(at % 2 == 0 ? "order.paid" : "order.sent", "o-1", at);
            var _ = publish("order.paid", "o-9", at);
        }
        Eventually.within(PATIENCE, () -> assertThat(received()).hasSize(60));

        assertThat(numbersOf("o-1")).isSorted().hasSize(30);
        assertThat(numbersOf("o-9")).isSorted().hasSize(30);
    }

    /** Those of a subject, in the order of their receipts. */
    private List<Integer> numbersOf(String subject) {
        var ids = gateway.sql()
                .texts("SELECT id::text FROM webhooks.event WHERE resource_id = '" + subject
                        + "' AND resource_type = 'event'");
        return received().stream()
                .filter(receipt -> ids.contains(uuid(receipt.id())))
                .map(receipt -> receipt.body().getJsonObject("data").getInteger("number"))
                .toList();
    }

    private static String uuid(String id) {
        return TypeId.parse("evt", id).orElseThrow().toString();
    }
}
