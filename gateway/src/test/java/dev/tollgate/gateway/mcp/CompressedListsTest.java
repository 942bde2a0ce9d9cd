package dev.tollgate.gateway.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.gateway.fixture.GatewayFixture;
import dev.tollgate.runtime.json.Json;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists are compressed for clients that accept it, and say the same either way. */
class CompressedListsTest {

    private static final GatewayFixture GATEWAY = GatewayFixture.shared();

    private final HttpClient http = HttpClient.newHttpClient();
    private final String token = GATEWAY.tenant("team")
            .module("tasks", true)
            .module("crm", true)
            .mcpClient("tasks:read", "tasks:write", "crm:read", "crm:write")
            .getString("secret");

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "br, gzip;q=0.5", "deflate, GZIP"})
    void a_compressed_list_is_the_same_list_in_a_quarter_of_the_bytes(String accepted) throws Exception {
        var plain = list("1", null);

        var compressed = list("1", accepted);

        assertThat(compressed.headers().firstValue("Content-Encoding")).hasValue("gzip");
        assertThat(json(compressed)).isEqualTo(json(plain));
        assertThat(compressed.body()).hasSizeLessThan(plain.body().length / 4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"identity", "br", "gzip;q=0", "gzip;q=0.000, br", "xgzip"})
    void who_does_not_accept_gzip_gets_the_list_as_it_is(String accepted) throws Exception {
        var reply = list("1", accepted);

        assertThat(reply.headers().firstValue("Content-Encoding")).isEmpty();
        assertThat(json(reply).path("result").path("tools").isEmpty()).isFalse();
    }

    @Test
    void the_same_bytes_carry_every_id() throws Exception {
        assertThat(json(list("\"first\"", "gzip")).path("id").asText()).isEqualTo("first");
        assertThat(json(list("2", "gzip")).path("id").asInt()).isEqualTo(2);
    }

    private HttpResponse<byte[]> list(String id, String accepted) throws IOException, InterruptedException {
        var body = new JsonObject()
                .put("jsonrpc", "2.0")
                .put("method", "tools/list")
                .encode();
        var request = HttpRequest.newBuilder(GATEWAY.base().resolve("/mcp"))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream")
                .POST(HttpRequest.BodyPublishers.ofString(body.replace("}", ",\"id\":" + id + '}')));
        if (accepted != null) {
            request.header("Accept-Encoding", accepted);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private static JsonNode json(HttpResponse<byte[]> reply) throws IOException {
        if (reply.headers().firstValue("Content-Encoding").isEmpty()) {
            return Json.read(reply.body(), JsonNode.class);
        }
        try (var unzipped = new GZIPInputStream(new ByteArrayInputStream(reply.body()))) {
            return Json.read(unzipped.readAllBytes(), JsonNode.class);
        }
    }
}
