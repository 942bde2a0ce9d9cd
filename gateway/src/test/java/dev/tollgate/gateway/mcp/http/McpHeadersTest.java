package dev.tollgate.gateway.mcp.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.outcome.Refusal;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import org.junit.jupiter.api.Test;

class McpHeadersTest {

    @Test
    void what_a_client_takes_may_be_said_in_several_lines() {
        var headers = accepting("text/event-stream", "application/json");

        assertThat(McpHeaders.refusal(headers)).isNull();
        assertThat(McpHeaders.takesStream(headers)).isTrue();
        assertThat(McpHeaders.takesStream(accepting("application/json", "text/event-stream;q=0.5")))
                .isTrue();
    }

    @Test
    void a_client_that_takes_no_json_is_refused() {
        assertThat(McpHeaders.refusal(accepting("text/event-stream", "text/plain")))
                .isInstanceOf(Refusal.MalformedRequest.class);
    }

    private static MultiMap accepting(String... lines) {
        var headers = HttpHeaders.headers().add(HttpHeaders.CONTENT_TYPE, "application/json");
        for (var line : lines) {
            headers.add(HttpHeaders.ACCEPT, line);
        }
        return headers;
    }
}
