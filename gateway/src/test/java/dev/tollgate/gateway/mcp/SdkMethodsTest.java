package dev.tollgate.gateway.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.runtime.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SdkMethodsTest {

    private final SdkMethods sdk = new SdkMethods(new Profile("Call tools.", false, true, false, false));

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
        var result = Json.MAPPER.readTree('{' + new String(sdk.initialize(asked), StandardCharsets.UTF_8) + '}');

        assertThat(result.path("protocolVersion").asText()).isEqualTo(answered);
        assertThat(result.path("serverInfo").path("name").asText()).isEqualTo("tollgate");
        assertThat(result.path("capabilities").has("prompts")).isTrue();
        assertThat(result.path("capabilities").has("resources")).isFalse();
        assertThat(result.path("capabilities").path("tools").path("listChanged").asBoolean(true))
                .isFalse();
    }
}
