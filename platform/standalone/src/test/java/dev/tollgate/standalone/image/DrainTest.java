package dev.tollgate.standalone.image;

import static dev.tollgate.embedded.RepeatedCheck.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.embedded.TestServers;
import dev.tollgate.runtime.json.Json;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** A gateway is taken out of service under load. */
class DrainTest {
    private static final int CLIENTS_OF_EACH_KIND = 4;
    private static final int WARM_AFTER = 100;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String GRACE = "3s";

    /** From the first failed probe until nobody is sent to a gateway any more. */
    private static final Duration FORGETTING = Duration.ofMillis(500);

    @Test
    void no_call_fails_between_the_signal_and_the_end_and_every_connection_is_told_to_close() throws Exception {
        try (var gateway = gateway()) {
            var notReadySince = new AtomicLong();
            BooleanSupplier forgotten =
                    () -> notReadySince.get() != 0 && System.nanoTime() - notReadySince.get() > FORGETTING.toNanos();
            var clients = clients(gateway, forgotten);
            clients.forEach(Thread::start);
            eventually(() -> clients.stream().allMatch(one -> one.succeededInARow.get() > WARM_AFTER));
            clients.forEach(one -> one.failures.clear()); // a cold gateway may be too slow for a hold's 250 ms
            var before = calls(clients);

            gateway.process.destroy();
            eventually(() -> gateway.probe("/health/ready") == 503);
            notReadySince.set(System.nanoTime());
            for (var client : clients) {
                client.join(PATIENCE.toMillis());
            }

            assertThat(gateway.awaitEnd()).as(gateway.log()).isZero();
            assertThat(clients).allSatisfy(client -> {
                assertThat(client.failures).isEmpty();
                assertThat(client.toldToClose).hasPositiveValue();
            });
            assertThat(calls(clients)).isGreaterThan(before);
        }
    }

    @Test
    void a_call_that_is_under_way_when_no_other_is_taken_any_more_is_answered() throws Exception {
        try (var gateway = gateway();
                var connection = new KeptConnection(gateway.port)) {
            var request = KeptConnection.request(
                    "POST",
                    "/control/v1/tenants",
                    operator(),
                    "{\"name\":\"Acme\",\"kind\":\"team\",\"plan\":\"business\"}");
            connection.send(request.substring(0, request.length() - 10));

            gateway.process.destroy();
            eventually(() -> refuses(gateway.port));
            connection.send(request.substring(request.length() - 10));
            var reply = connection.read();

            assertThat(reply.status()).as(reply.body()).isEqualTo(201);
            assertThat(reply.close()).isTrue();
            assertThat(gateway.awaitEnd()).as(gateway.log()).isZero();
        }
    }

    private static Pod gateway() throws IOException {
        return new Pod("gateway", TestServers.freshDatabase(), Map.of("TOLLGATE_PROCESS_DRAIN_GRACE", GRACE))
                .awaitReady("/health/ready");
    }

    private static List<SteadyClient> clients(Pod gateway, BooleanSupplier forgotten) throws IOException {
        try (var operator = new KeptConnection(gateway.port)) {
            var tenant = made(operator, "/tenants", "{\"name\":\"Acme\",\"kind\":\"team\",\"plan\":\"business\"}");
            var workspace = made(
                    operator,
                    "/tenants/" + tenant.path("id").asText() + "/workspaces",
                    "{\"name\":\"Acme production\"}");
            var credentials = "/workspaces/" + workspace.path("id").asText();
            var scoped = "{\"name\":\"tester\",\"scopes\":[\"usage:read\"]}";
            var key = made(operator, credentials + "/api-keys", scoped)
                    .path("secret")
                    .asText();
            var agent = made(operator, credentials + "/mcp-clients", scoped)
                    .path("secret")
                    .asText();
            var rest = KeptConnection.request("GET", "/v1/workspace", key, "");
            var mcp = KeptConnection.request(
                    "POST",
                    "/mcp",
                    agent,
                    "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\","
                            + "\"params\":{\"name\":\"get_workspace\",\"arguments\":{}}}");
            var clients = new ArrayList<SteadyClient>();
            for (int at = 0; at < CLIENTS_OF_EACH_KIND; at++) {
                clients.add(new SteadyClient(gateway.port, rest, forgotten));
                clients.add(new SteadyClient(gateway.port, mcp, forgotten));
            }
            return clients;
        }
    }

    private static JsonNode made(KeptConnection operator, String path, String body) throws IOException {
        var reply = operator.call(KeptConnection.request("POST", "/control/v1" + path, operator(), body));
        assertThat(reply.status()).as(reply.body()).isEqualTo(201);
        return Json.MAPPER.readTree(reply.body()).path("data");
    }

    private static String operator() {
        return Pod.OPERATOR.token().text();
    }

    private static int calls(List<SteadyClient> clients) {
        return clients.stream().mapToInt(one -> one.succeeded.get()).sum();
    }

    private static boolean refuses(int port) {
        try (var _ = new KeptConnection(port)) {
            return false;
        } catch (ConnectException refused) {
            return true;
        } catch (IOException other) {
            return false;
        }
    }
}
