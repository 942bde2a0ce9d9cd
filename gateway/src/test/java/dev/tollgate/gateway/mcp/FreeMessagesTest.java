package dev.tollgate.gateway.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.gateway.access.FloodBuckets;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How often an agent may list and ping: all messages of a test come at the times that it says. */
class FreeMessagesTest {

    private static final String PING = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}";
    private static final String CALL =
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"speak\",\"arguments\":{}}}";
    private static final int CALLS_PER_SECOND = 50;
    private static final int FREE_PER_SECOND = FloodBuckets.freePerSecond(CALLS_PER_SECOND);

    private final OwnReader reader = new OwnReader(_ -> {}, Duration.ZERO);
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final long now = System.nanoTime();

    @BeforeEach
    void prepare() {
        reader.lookups().limit(CALLS_PER_SECOND);
        reader.remember();
        reader.arriveAt(now);
    }

    @AfterEach
    void close() {
        client.close();
        reader.close();
    }

    @Test
    void listing_too_often_is_429() throws Exception {
        var statuses = pings(FREE_PER_SECOND + 1);

        assertThat(statuses.subList(0, FREE_PER_SECOND)).containsOnly(200);
        assertThat(statuses).last().isEqualTo(429);
    }

    @Test
    void an_agent_that_listed_too_often_may_list_again_when_the_time_of_one_message_has_passed() throws Exception {
        var _ = pings(FREE_PER_SECOND + 1);
        reader.arriveAt(now + Duration.ofSeconds(1).toNanos() / FREE_PER_SECOND);

        var statuses = pings(2);

        assertThat(statuses).containsExactly(200, 429);
    }

    @Test
    void listing_too_often_never_costs_a_tool_call_its_place() throws Exception {
        var _ = pings(FREE_PER_SECOND + 4 * CALLS_PER_SECOND - 10); // a little less than the flood bucket holds

        var answer = sent(CALL);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("\"said\":\"all\"");
    }

    private List<Integer> pings(int count) throws IOException, InterruptedException {
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            statuses.add(sent(PING).statusCode());
        }
        return statuses;
    }

    private HttpResponse<String> sent(String body) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(reader.client().base().resolve("/mcp"))
                .header("Authorization", "Bearer none")
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .timeout(Duration.ofSeconds(60))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }
}
