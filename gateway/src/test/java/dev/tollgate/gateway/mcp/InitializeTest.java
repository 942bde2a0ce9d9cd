package dev.tollgate.gateway.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tollgate.gateway.mcp.capability.ServerProfile;
import dev.tollgate.gateway.mcp.protocol.ProtocolRevisions;
import dev.tollgate.runtime.json.Json;
import dev.tollgate.runtime.process.ProductVersion;
import io.modelcontextprotocol.spec.McpSchema;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InitializeTest {

    private static JsonNode result(ServerProfile profile, String asked) throws IOException {
        var members = McpMethods.initializations(profile).get(ProtocolRevisions.answered(asked));
        return Json.MAPPER.readTree('{' + new String(Objects.requireNonNull(members), StandardCharsets.UTF_8) + '}');
    }

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
        var result = result(new ServerProfile("Call tools.", false, true, false, false), asked);

        assertThat(result.path("protocolVersion").asText()).isEqualTo(answered);
        assertThat(result.path("serverInfo").path("name").asText()).isEqualTo("tollgate");
        assertThat(result.path("serverInfo").path("version").asText()).isEqualTo(ProductVersion.current());
        assertThat(result.path("instructions").asText()).isEqualTo("Call tools.");
    }

    @Test
    void it_offers_what_the_profile_has_and_nothing_else() throws IOException {
        var few = result(new ServerProfile("", false, true, false, false), "2025-11-25");
        var all = result(new ServerProfile("", true, true, true, true), "2025-11-25");

        assertThat(few.path("capabilities").properties())
                .extracting(capability -> capability.getKey())
                .containsExactlyInAnyOrder("tools", "prompts");
        assertThat(all.path("capabilities").properties())
                .extracting(capability -> capability.getKey())
                .containsExactlyInAnyOrder("tools", "resources", "prompts", "completions", "logging");
    }

    /** Nothing could deliver a change of a list in this era. */
    @Test
    void the_sdk_reads_it_and_finds_no_change_of_lists_promised() throws IOException {
        var result = result(new ServerProfile("", true, true, true, true), "2025-11-25");

        var read = new JsonMapper().treeToValue(result, McpSchema.InitializeResult.class);

        assertThat(read.serverInfo().title()).isEqualTo("Tollgate");
        assertThat(read.capabilities().tools().listChanged()).isFalse();
        assertThat(read.capabilities().resources().listChanged()).isFalse();
        assertThat(read.capabilities().prompts().listChanged()).isFalse();
    }
}
