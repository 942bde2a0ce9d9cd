package dev.tollgate.gateway.cost;

import static org.assertj.core.api.Assertions.assertThat;

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
 * bytes that the gateway's event loop allocates. Calls are made one after the other, so nothing shares anything by
 * chance, and what happens less often than every second call does not count. The log of the database is the median of
 * calls that are booked alone. Another process relays all slices of the outbox, so the gateway never counts that. Tests
 * run without the second compiler, which would remove objects or not by what it has seen before: every allocation of
 * the code counts.
 */
class CallCostTest {

    private static final Path STORED = Path.of("src/test/resources/cost/call-costs.properties");
    private static final int WARM_UP_CALLS = 800;
    private static final int CALLS = 200;
    private static final Duration SLICES_MAX = Duration.ofSeconds(30);
    private static final int ROUNDS = 3;

    private static final int CALLS_BOOKED_ALONE = 7;

    /** Timers add to allocated bytes, but not so much. Counts are exact. */
    private static final double ALLOCATED_TOLERANCE = 0.1;

    /** Processes of other tests write leases and positions while one call is booked: up to 5 KB were measured. */
    private static final double WAL_TOLERANCE = 0.5;

    private static final String ALLOCATED = ".allocated_bytes";
    private static final String WAL = ".wal_bytes";
    private static final String PLAN = "cost";

    /** A plan that is never the reason for a refusal. */
    private static final Map<String, String> SETTINGS = Map.of(
            "tollgate.plans.cost.included-micros", "1000000000",
            "tollgate.plans.cost.cap-micros", "1000000000",
            "tollgate.plans.cost.tenant-rate", "100000",
            "tollgate.plans.cost.credential-rate", "100000");

    private static GatewayFixture meter;
    private static StatementProxy statements;
    private static GatewayFixture gateway;

    @BeforeAll
    static void open() {
        meter = GatewayFixture.start(SETTINGS);
        relaysEverything(meter);
        var postgres = meter.postgres();
        statements = new StatementProxy(postgres.host(), postgres.port());
        gateway = meter.second(Map.of(
                "tollgate.postgres.host", "127.0.0.1",
                "tollgate.postgres.port", Integer.toString(statements.port()),
                "tollgate.process.loops", "1"));
        // A page that is written as a whole after a checkpoint belongs to no call.
        fullPageWrites("off");
    }

    @AfterAll
    static void close() {
        fullPageWrites("on");
        gateway.close();
        meter.close();
        statements.close();
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
        var dearer = new ArrayList<String>();
        measured.forEach((figure, value) -> {
            if (value > most(figure, stored.get(figure))) {
                dearer.add("%s: stored %d, measured %d".formatted(figure, stored.get(figure), value));
            }
        });
        assertThat(dearer).as("""
                        A call costs more than %s says. Make it cheaper, or say in the commit why it costs more and \
                        store the new figures: ./mvnw -Dquick test -pl gateway -am -Dtest=CallCostTest \
                        -Dsurefire.failIfNoSpecifiedTests=false -Dgolden.update""", STORED).isEmpty();
    }

    private static double most(String figure, long stored) {
        if (figure.endsWith(WAL)) {
            return stored * (1 + WAL_TOLERANCE);
        }
        return stored * (1 + (figure.endsWith(ALLOCATED) ? ALLOCATED_TOLERANCE : 0));
    }

    /** A slice belongs to its relay for as long as that is connected. */
    private static void relaysEverything(GatewayFixture process) {
        int slices = process.process().context().kafka().partitions();
        Eventually.within(
                SLICES_MAX,
                () -> assertThat(process.counted("tollgate_outbox_slices")).isEqualTo(slices));
    }

    private static Map<String, Supplier<Reply>> kinds() {
        var acme = meter.tenant(PLAN).module("crm", true).module("tasks", true);
        var key = acme.apiKey("crm:read", "crm:write", "tasks:write").getString("secret");
        var agent =
                new McpCaller(gateway, acme.mcpClient("crm:read", "crm:write").getString("secret"));
        var ada = new JsonObject().put("name", "Ada Lovelace").put("email", "ada@example.org");
        var id = GatewayFixture.patiently(() -> gateway.call("POST", "/v1/contacts", key, ada))
                .expect(201)
                .data()
                .getString("id");
        var task = new JsonObject().put("title", "Call Ada about the renewal");
        return new TreeMap<>(Map.of(
                "workspace", () -> gateway.call("GET", "/v1/workspace", key, null),
                "read", () -> gateway.call("GET", "/v1/contacts/" + id, key, null),
                "list", () -> gateway.call("GET", "/v1/contacts?limit=10", key, null),
                "write", () -> gateway.call("POST", "/v1/tasks", key, task),
                "tool", () -> agent.call("get_contact", new JsonObject().put("id", id))));
    }

    private static Map<String, Long> cost(Supplier<Reply> call) {
        var figures = new CallFigures(gateway, statements);
        repeat(call, WARM_UP_CALLS);
        figures.quiet();
        var statementsBefore = figures.statements();
        long entriesBefore = figures.redisEntries();
        long recordsBefore = figures.kafkaRecords();

        long allocated = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            long before = figures.allocatedBytes();
            repeat(call, CALLS);
            allocated = Math.min(allocated, figures.allocatedBytes() - before);
        }
        figures.quiet();

        return Map.of(
                "statements", statements(statementsBefore, figures.statements()),
                "redis_entries", perCall(figures.redisEntries() - entriesBefore),
                "kafka_records", perCall(figures.kafkaRecords() - recordsBefore),
                "wal_bytes", walOfOne(call, figures),
                "allocated_bytes", allocated / CALLS);
    }

    /** The median of calls that are booked alone: what else the servers write at times is in few of them. */
    private static long walOfOne(Supplier<Reply> call, CallFigures figures) {
        var bytes = new long[CALLS_BOOKED_ALONE];
        for (int one = 0; one < bytes.length; one++) {
            long spent = figures.spentMicros();
            long before = figures.walBytes();
            repeat(call, 1);
            figures.booked(spent);
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

    private static void fullPageWrites(String value) {
        meter.sql().execute("ALTER SYSTEM SET full_page_writes = " + value);
        meter.sql().execute("SELECT pg_reload_conf()");
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
