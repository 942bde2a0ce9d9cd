package dev.tollgate.gateway.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.gateway.fixture.GatewayFixture;
import dev.tollgate.gateway.fixture.RawCall;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which hosts and origins the endpoint takes. */
class OriginsTest {

    private static final GatewayFixture GATEWAY = GatewayFixture.shared();
    private static final String PING = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}";

    private final McpCaller client = new McpCaller(
            GATEWAY, GATEWAY.tenant("team").mcpClient("usage:read").getString("secret"));

    @Test
    void a_foreign_host_or_origin_is_refused() {
        var foreign = RawCall.statusLine(
                GATEWAY.base(),
                "POST /mcp HTTP/1.1\nHost: evil.example\nAuthorization: Bearer " + client.token()
                        + "\nContent-Length: 0\n\n");

        assertThat(foreign).contains("403");
        assertThat(client.post("/mcp", PING, "Origin", "https://evil.example").status())
                .isEqualTo(403);
        assertThat(client.post("/mcp", PING, "Origin", "http://localhost:3000").status())
                .isEqualTo(200);
    }

    @Test
    void a_second_origin_or_one_that_is_no_web_page_is_refused() {
        var head = "POST /mcp HTTP/1.1\nHost: localhost\nAuthorization: Bearer " + client.token()
                + "\nOrigin: http://localhost\nOrigin: https://evil.example\nContent-Length: 0\n\n";

        assertThat(RawCall.statusLine(GATEWAY.base(), head)).contains("403");
        for (var origin :
                List.of("chrome-extension://localhost", "null", "file://", "http://x@localhost", "localhost")) {
            assertThat(client.post("/mcp", PING, "Origin", origin).status())
                    .as(origin)
                    .isEqualTo(403);
        }
    }

    @Test
    void a_page_of_this_machine_is_no_page_of_ours_where_we_are_elsewhere() {
        var url = Map.of(
                "tollgate.public-url", "https://tollgate.example", "tollgate.mcp.allowed-hosts", "inspector.example");
        try (var production = GATEWAY.second(url)) {
            for (var origin : List.of("http://localhost:3000", "http://127.0.0.1", "http://[::1]:6274")) {
                assertThat(from(production, origin)).as(origin).isEqualTo(403);
            }
            assertThat(from(production, "https://tollgate.example")).isEqualTo(401);
            assertThat(from(production, "https://inspector.example")).isEqualTo(401);
        }
    }

    private static int from(GatewayFixture gateway, String origin) {
        return gateway.call("POST", "/mcp", null, null, "Origin", origin).status();
    }
}
