package dev.tollgate.gateway.money;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.embedded.RedisClusterServers;
import dev.tollgate.gateway.fixture.Browser;
import dev.tollgate.gateway.fixture.Eventually;
import dev.tollgate.gateway.fixture.GatewayFixture;
import dev.tollgate.gateway.fixture.GatewayFixture.Prepared;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two gateways and a meter on a Redis cluster, from the call to what is booked. */
class RedisClusterGatewayTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int MASTERS = 3;
    private static final int TENANTS = 12;
    private static final int READ_MICROS = 20;
    private static final int COVERED = 3;

    @TempDir
    private static Path folder;

    private static RedisClusterServers cluster;
    private static GatewayFixture gateway;
    private static GatewayFixture second;

    @BeforeAll
    static void start() {
        cluster = RedisClusterServers.start(folder, MASTERS, 0);
        gateway = GatewayFixture.start(Map.of("tollgate.redis.url", cluster.urls(), "tollgate.redis.cluster", "true"));
        second = gateway.second();
    }

    @AfterAll
    static void stop() {
        second.close();
        gateway.close();
        cluster.close();
    }

    @Test
    void calls_of_tenants_on_several_masters_are_limited_exactly_and_booked_once() {
        var tenants = IntStream.range(0, TENANTS)
                .mapToObj(_ -> gateway.tenant("business").module("tasks", true))
                .toList();

        var admitted = tenants.stream().map(RedisClusterGatewayTest::admitted).toList();

        assertThat(admitted).containsOnly(COVERED);
        assertThat(masters()).hasSizeGreaterThan(1);
        for (var tenant : tenants) {
            Eventually.within(
                    PATIENCE,
                    () -> assertThat(tenant.billing().getLong("spend_micros")).isEqualTo((long) COVERED * READ_MICROS));
        }
    }

    @Test
    void a_gateway_is_ready() {
        gateway.management("/health/ready").expect(200);
    }

    @Test
    void sessions_of_the_console_are_on_all_masters() {
        for (int session = 0; session < TENANTS; session++) {
            Browser.ofOperator(gateway).get("/console/tenants").expect(200);
        }
    }

    /** Successes of a key whose budget covers so many reads, over both gateways. */
    private static int admitted(Prepared tenant) {
        var secret = gateway.operator(
                        "POST",
                        tenant.control("/api-keys"),
                        new JsonObject()
                                .put("name", "limited")
                                .put("scopes", JsonArray.of("tasks:read"))
                                .put("budget", JsonObject.of("micros", COVERED * READ_MICROS, "per", "total")))
                .expect(201)
                .data()
                .getString("secret");
        int admitted = 0;
        for (int call = 0; call < 2 * COVERED; call++) {
            var at = call % 2 == 0 ? gateway : second;
            var reply = GatewayFixture.patiently(() -> at.call("GET", "/v1/tasks", secret, null));
            admitted += reply.status() == 200 ? 1 : 0;
            assertThat(reply.status()).isIn(List.of(200, 402));
        }
        return admitted;
    }

    /** Those with accounts. */
    private static Set<Integer> masters() {
        Set<Integer> masters = new HashSet<>();
        for (int node = 0; node < MASTERS; node++) {
            if (!cluster.send(node, "KEYS", "*:account").isEmpty()) {
                masters.add(node);
            }
        }
        return masters;
    }
}
