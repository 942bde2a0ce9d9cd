package dev.tollgate.gateway.cost;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.embedded.EmbeddedServers;
import dev.tollgate.embedded.Options;
import dev.tollgate.gateway.fixture.Eventually;
import dev.tollgate.gateway.fixture.GatewayFixture;
import dev.tollgate.gateway.fixture.Reply;
import dev.tollgate.gateway.mcp.McpCaller;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A call of each kind costs no more than is stored in {@code cost/call-costs.properties}: statements of the gateway,
 * entries of holds, records in Kafka, bytes in the log of the database until all that follows the call is done, and
 * bytes that the gateway's event loop allocates. Servers are its own. Calls are made one after the other, so nothing
 * shares anything by chance, and what happens less often than every second call does not count. The log of the database
 * is the median of calls that are booked alone. Another process relays the only slice of the outbox and consumes the
 * only partition of events, so the gateway never counts that. Tests run without the second compiler, which would remove
 * objects or not by what it has seen before: every allocation of the code counts.
 */
class CallCostTest {

    private static final Path STORED = Path.of("src/test/resources/cost/call-costs.properties");
    private static final int WARM_UP_CALLS = 250;
    private static final int CALLS = 60;
    private static final Duration OWNED_MAX = Duration.ofSeconds(30);
    private static final int ROUNDS = 3;

    private static final int CALLS_BOOKED_ALONE = 5;

    /**
     * Counts are exact; timers allocate as well, and the log of the database has a record for each page that is new.
     */
    private static final Map<String, Double> TOLERANCE = Map.of("allocated_bytes", 0.1, "wal_bytes", 0.3);

    private static final String PLAN = "cost";

    /** One partition, which one process owns; a plan that is never the reason for a refusal. */
    private static final Map<String, String> SETTINGS = Map.of(
            "tollgate.kafka.partitions", "1",
            "tollgate.plans.cost.included-micros", "1000000000",
            "tollgate.plans.cost.cap-micros", "1000000000",
            "tollgate.plans.cost.tenant-rate", "100000",
            "tollgate.plans.cost.credential-rate", "100000");

    private static EmbeddedServers servers;
    private static GatewayFixture meter;
    private static StatementProxy statements;
    private static GatewayFixture gateway;
    private static CallFigures figures;
    private static GatewayFixture.Prepared acme;
    private static String key;
    private static String contact;

    @BeforeAll
    static void open() {
        servers = EmbeddedServers.start(Options.throwAway());
        meter = GatewayFixture.on(servers, SETTINGS);
        acme = meter.tenant(PLAN).module("crm", true).module("tasks", true);
        key = acme.apiKey("crm:read", "crm:write", "tasks:write").getString("secret");
        var ada = new JsonObject().put("name", "Ada Lovelace").put("email", "ada@example.org");
        contact = GatewayFixture.patiently(() -> meter.call("POST", "/v1/contacts", key, ada))
                .expect(201)
                .data()
                .getString("id");
        Eventually.within(OWNED_MAX, CallCostTest::ownsEverything);
        var postgres = meter.postgres();
        statements = new StatementProxy(postgres.host(), postgres.port());
        gateway = meter.second(Map.of(
                "tollgate.postgres.host", "127.0.0.1",
                "tollgate.postgres.port", Integer.toString(statements.port()),
                "tollgate.process.loops", "1"));
        figures = new CallFigures(gateway, statements, servers.kafkaBootstrap());
    }

    /** The first process relays the only slice and consumes the only partition, for as long as it is connected. */
    private static void ownsEverything() {
        assertThat(meter.counted("tollgate_outbox_slices")).isEqualTo(1);
        assertThat(meter.sql().number("SELECT coalesce(min(next), 0) FROM records.event_position"))
                .isPositive();
    }

    @AfterAll
    static void close() {
        figures.close();
        gateway.close();
        meter.close();
        statements.close();
        servers.close();
    }

    @Test
    void a_call_of_each_kind_costs_no_more_than_is_stored() throws IOException {
        var measured = new TreeMap<String, Long>();
        kinds().forEach((kind, call) ->
                cost(call).forEach((figure, value) -> measured.put(kind + '.' + figure, value)));

        if (System.getProperty("golden.update") != null) {
            store(measured);
        }

        var stored = stored();
        assertThat(measured.keySet()).isEqualTo(stored.keySet());
        var exceeded = new ArrayList<String>();
        measured.forEach((figure, value) -> {
            if (value > most(figure, stored.get(figure))) {
                exceeded.add("%s: stored %d, measured %d".formatted(figure, stored.get(figure), value));
            }
        });
        assertThat(exceeded).as("""
                        A call costs more than %s says. Make it cheaper, or say in the commit why it costs more and \
                        store the new figures: ./mvnw -Dquick test -pl gateway -am -Dtest=CallCostTest \
                        -Dsurefire.failIfNoSpecifiedTests=false -Dgolden.update""", STORED).isEmpty();
    }

    private static double most(String figure, long stored) {
        return stored * (1 + TOLERANCE.getOrDefault(figure.substring(figure.indexOf('.') + 1), 0.0));
    }

    private static Map<String, Supplier<Reply>> kinds() {
        var agent =
                new McpCaller(gateway, acme.mcpClient("crm:read", "crm:write").getString("secret"));
        var task = new JsonObject().put("title", "Call Ada about the renewal");
        return new TreeMap<>(Map.of(
                "workspace", () -> gateway.call("GET", "/v1/workspace", key, null),
                "read", () -> gateway.call("GET", "/v1/contacts/" + contact, key, null),
                "list", () -> gateway.call("GET", "/v1/contacts?limit=10", key, null),
                "write", () -> gateway.call("POST", "/v1/tasks", key, task),
                "tool", () -> agent.call("get_contact", new JsonObject().put("id", contact))));
    }

    private static Map<String, Long> cost(Supplier<Reply> call) {
        repeat(call, WARM_UP_CALLS);
        figures.settled();
        var statementsBefore = figures.statements();
        long entriesBefore = figures.redisEntries();
        long recordsBefore = figures.kafkaRecords();

        long allocated = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            long before = figures.allocatedBytes();
            repeat(call, CALLS);
            allocated = Math.min(allocated, figures.allocatedBytes() - before);
        }
        figures.settled();

        return Map.of(
                "statements", statements(statementsBefore, figures.statements()),
                "redis_entries", perCall(figures.redisEntries() - entriesBefore),
                "kafka_records", perCall(figures.kafkaRecords() - recordsBefore),
                "wal_bytes", walOfOne(call),
                "allocated_bytes", allocated / CALLS);
    }

    /** The median of calls that are booked alone: what the two processes write at times is in few of them. */
    private static long walOfOne(Supplier<Reply> call) {
        var bytes = new long[CALLS_BOOKED_ALONE];
        for (int one = 0; one < bytes.length; one++) {
            long before = figures.walBytes();
            repeat(call, 1);
            figures.settled();
            bytes[one] = figures.walBytes() - before;
        }
        Arrays.sort(bytes);
        return bytes[bytes.length / 2];
    }

    private static void repeat(Supplier<Reply> call, int times) {
        for (int i = 0; i < times; i++) {
            var reply = GatewayFixture.patiently(call);
            assertThat(reply.status()).as(reply.body()).isBetween(200, 299);
            assertThat(reply.body()).doesNotContain("\"isError\":true");
        }
    }

    private static long statements(Map<String, Long> before, Map<String, Long> after) {
        return after.entrySet().stream()
                .mapToLong(text -> perCall(text.getValue() - before.getOrDefault(text.getKey(), 0L)))
                .sum();
    }

    private static long perCall(long count) {
        return Math.round((double) count / (ROUNDS * CALLS));
    }

    private static Map<String, Long> stored() throws IOException {
        var read = new Properties();
        try (var in = Files.newBufferedReader(STORED)) {
            read.load(in);
        }
        return read.stringPropertyNames().stream()
                .collect(Collectors.toMap(
                        figure -> figure, figure -> Long.parseLong(read.getProperty(figure)), Math::max, TreeMap::new));
    }

    private static void store(Map<String, Long> measured) throws IOException {
        var lines =
                new ArrayList<>(List.of("# The cost of one call by its kind: CallCostTest -Dgolden.update writes it."));
        measured.forEach((figure, value) -> lines.add(figure + '=' + value));
        Files.createDirectories(STORED.getParent());
        Files.write(STORED, lines);
    }
}
