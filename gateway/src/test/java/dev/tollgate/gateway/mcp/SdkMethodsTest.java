package dev.tollgate.gateway.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.runtime.json.Json;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(VertxExtension.class)
class SdkMethodsTest {

    private final SdkMethods sdk = new SdkMethods();

    @ParameterizedTest
    @CsvSource({
        "2025-06-18, 2025-06-18",
        "2025-11-25, 2025-11-25",
        "2025-03-26, 2025-06-18",
        "2024-11-05, 2025-11-25",
        "2026-07-28, 2025-11-25",
        "junk, 2025-11-25"
    })
    void initialize_answers_the_revision_asked_for_or_the_nearest_we_have(String asked, String answered)
            throws IOException {
        var result = Json.MAPPER.readTree(sdk.initialize(asked));

        assertThat(result.path("protocolVersion").asText()).isEqualTo(answered);
        assertThat(result.path("serverInfo").path("name").asText()).isEqualTo("tollgate");
        assertThat(result.path("capabilities").path("tools").path("listChanged").asBoolean(true))
                .isFalse();
    }

    @Test
    void a_method_we_do_not_offer_is_not_found(Vertx vertx) throws Exception {
        var request = (Message.Request) Message.of(
                Json.MAPPER.readTree("{\"jsonrpc\":\"2.0\",\"id\":3,\"method\":\"resources/list\",\"params\":{}}"));

        var answer = sdk.answer(request, vertx.getOrCreateContext()).await(5, TimeUnit.SECONDS);

        JsonNode json = Json.MAPPER.readTree(answer.getBytes());
        assertThat(json.path("id").asInt()).isEqualTo(3);
        assertThat(json.path("error").path("code").asInt()).isEqualTo(-32601);
    }
}
