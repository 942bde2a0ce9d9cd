package dev.tollgate.gateway.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tollgate.gateway.fixture.Eventually;
import dev.tollgate.gateway.mcp.capability.CallListener;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Event streams of calls, with a tool that says what the test wants. */
class StreamsTest {

    private static final Duration SOON = Duration.ofSeconds(10);
    private static final JsonObject CALL = new JsonObject().put("name", "speak");

    private Consumer<CallListener> speech = _ -> {};
    private final OwnReader reader = new OwnReader(audience -> speech.accept(audience), Duration.ZERO);
    private final Modern client = reader.client();

    @AfterEach
    void close() {
        reader.close();
    }

    @Test
    void progress_only_ever_grows() throws Exception {
        speech = audience -> {
            for (double done : new double[] {1, 1, 3, 2, 4.5}) {
                audience.progress(done, null, null);
            }
        };
        var params = CALL.copy().put("_meta", Modern.meta().put("progressToken", 1));

        try (var stream = client.stream("tools/call", params)) {
            stream.ended().get(10, TimeUnit.SECONDS);

            assertThat(stream.messages())
                    .filteredOn(message -> message.containsKey("method"))
                    .extracting(message -> message.getJsonObject("params").getDouble("progress"))
                    .containsExactly(1.0, 3.0, 4.5);
        }
    }

    @Test
    void a_client_that_cannot_keep_up_misses_notifications_and_gets_its_answer() throws Exception {
        var large = JsonNodeFactory.instance.objectNode().put("data", "x".repeat(100_000));
        speech = audience -> {
            for (int at = 0; at < 500; at++) {
                audience.notify("notifications/message", large);
            }
        };
        var params = CALL.copy().put("_meta", Modern.meta().put("io.modelcontextprotocol/logLevel", "info"));

        try (var stream = client.stream("tools/call", params)) {
            stream.ended().get(10, TimeUnit.SECONDS);

            assertThat(stream.messages()).hasSizeBetween(2, 50);
            assertThat(stream.messages().getLast().getJsonObject("result").getString("said"))
                    .isEqualTo("all");
        }
    }

    @Test
    void log_messages_reach_only_who_asks_for_them() {
        speech = audience -> audience.notify("notifications/message", JsonNodeFactory.instance.objectNode());

        try (var stream = client.stream("tools/call", CALL)) {
            Eventually.within(SOON, () -> assertThat(stream.lines()).isNotEmpty());
            assertThat(stream.lines())
                    .first()
                    .asString()
                    .startsWith("{\"jsonrpc\"")
                    .contains("\"said\":\"all\"");
        }
    }
}
