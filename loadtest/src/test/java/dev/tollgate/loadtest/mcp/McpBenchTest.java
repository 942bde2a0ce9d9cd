package dev.tollgate.loadtest.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tollgate.embedded.TestServers;
import dev.tollgate.loadtest.client.McpRevision;
import dev.tollgate.loadtest.environment.BaselineServer;
import dev.tollgate.loadtest.load.ThinkTimeUsers.ThinkTime;
import dev.tollgate.loadtest.load.VertxLoadGenerator;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.RedisClient;

/** The run in small, at the server that ours is compared with. */
class McpBenchTest {

    private static final String CLASS_PATH =
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final AgentSoak.Size SMALL = new AgentSoak.Size(
            50,
            new ThinkTime(Duration.ofMillis(20), Duration.ofMillis(40), 1),
            Duration.ofMillis(200),
            SECOND.multipliedBy(2),
            SECOND,
            SECOND);

    /** Admits whatever it is asked. */
    private static final String FUNCTION = """
            #!lua name=tollgate
            redis.register_function('tollgate_hold_8', function(keys, args)
                return { struct.pack('<ddddddddddd', keys[1] == '{tnt_poor}:account' and 4 or 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1) }
            end)
            """;

    @TempDir
    Path folder;

    @BeforeAll
    static void load() {
        try (var redis = RedisClient.create(redisUrl())) {
            var _ = redis.functionLoadReplace(FUNCTION);
        }
    }

    @Test
    void a_crowd_is_watched_for_a_while_and_leaves_no_error_and_no_socket_of_its_own() throws Exception {
        var server = sdk("tnt_rich").getFirst();
        var figures = JSON.createObjectNode();
        server.start();
        try {
            var _ = AgentSessions.result(server.port(), AgentSessions.call(McpRevision.LEGACY, "token"));
            new AgentSoak(server, SMALL).run(List.of(AgentSessions.session(McpRevision.LEGACY, "token")), figures);
        } finally {
            server.stop();
        }

        assertThat(figures.path("error_count").asLong(-1)).isZero();
        assertThat(figures.path("answers").asLong()).isGreaterThan(SMALL.agents());
        assertThat(figures.at("/connections/left_over").asInt(-1)).isZero();
        assertThat(figures.at("/series/sockets/0").asInt()).isGreaterThanOrEqualTo(SMALL.agents());
        assertThat(figures.at("/series/heap_mib")).hasSize(2).allMatch(heap -> heap.asDouble() > 1);
    }

    @Test
    void two_servers_are_loaded_in_turns_and_compared_by_their_medians() throws Exception {
        var figures = JSON.createObjectNode();
        var call = AgentSessions.call(McpRevision.LEGACY, "token");

        try (var load = new VertxLoadGenerator()) {
            new ServerComparison(load, call, new ServerComparison.Size(1, 1, 1), () -> {})
                    .run(
                            List.of(sdk("tnt_rich").getFirst()),
                            List.of(sdk("tnt_poor").getLast()),
                            figures);
        }

        assertThat(figures.at("/sdk/median/requests_per_second").asDouble()).isPositive();
        assertThat(figures.at("/sdk/failed_calls").asLong(-1)).isZero();
        assertThat(figures.at("/sdk_tuned/failed_calls").asLong()).isPositive();
    }

    private List<BaselineServer> sdk(String tenant) throws IOException {
        var recorded = new SdkServers(
                CLASS_PATH,
                redisUrl(),
                tenant,
                json("{'tools':[{'name':'get_workspace','title':'Get','description':'Get it','inputSchema':"
                        + "{'type':'object'},'outputSchema':{'type':'object'}}]}"),
                json(
                        "{'content':[{'type':'text','text':'{}'}],'structuredContent':{'data':{'id':'wrk_1'}},'_meta':{}}"));
        return recorded.create(folder);
    }

    private static String redisUrl() {
        return TestServers.shared().addresses().redisUrl();
    }

    private static JsonNode json(String text) throws IOException {
        return JSON.readTree(text.replace('\'', '"'));
    }
}
