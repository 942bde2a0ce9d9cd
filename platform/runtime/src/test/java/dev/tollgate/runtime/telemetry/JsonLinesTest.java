package dev.tollgate.runtime.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

class JsonLinesTest {
    @Test
    void a_line_is_one_json_object_with_the_keys_of_the_event_beside_ours() {
        var event = event(null);
        event.addKeyValuePair(new KeyValuePair("requestId", "req_1"));
        event.addKeyValuePair(new KeyValuePair("durationMs", 12L));
        event.addKeyValuePair(new KeyValuePair("level", "forged"));

        var line = line(event);

        assertThat(line).endsWith("}\n").hasLineCount(1);
        assertThat(new JsonObject(line).getMap())
                .containsEntry("time", "2026-01-02T03:04:05Z")
                .containsEntry("level", "INFO")
                .containsEntry("message", "call \"answered\"\n")
                .containsEntry("requestId", "req_1")
                .containsEntry("durationMs", 12);
    }

    @Test
    void a_stack_trace_is_cut_and_stays_on_the_line() {
        var line = line(event(new IllegalStateException("x".repeat(JsonLines.TRACE_MAX * 2))));

        assertThat(line).hasLineCount(1);
        assertThat(new JsonObject(line).getString("error")).hasSize(JsonLines.TRACE_MAX);
    }

    private static LoggingEvent event(Throwable failure) {
        var logger = new LoggerContext().getLogger("test");
        var event = new LoggingEvent("test", logger, Level.INFO, "call \"answered\"\n", failure, null);
        event.setInstant(Instant.parse("2026-01-02T03:04:05Z"));
        return event;
    }

    private static String line(LoggingEvent event) {
        return new String(new JsonLines().encode(event), StandardCharsets.UTF_8);
    }
}
