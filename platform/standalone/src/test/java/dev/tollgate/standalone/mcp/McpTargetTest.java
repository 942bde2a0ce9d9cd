package dev.tollgate.standalone.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tollgate.standalone.ctl.CtlFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class McpTargetTest {
    @TempDir
    Path home;

    @BeforeEach
    void writeFacts() throws IOException {
        Files.writeString(home.resolve("dev.json"), """
                {"mcp": "http://localhost:8080/mcp", "credentials": {"founder-agent": "tgm_dev"}}
                """);
    }

    private McpTarget endpoint(String url, Map<String, String> environment) {
        return McpTarget.of(url, null, environment);
    }

    @ParameterizedTest
    @CsvSource({
        "http://localhost:8080/mcp, true",
        "http://localhost:8080/mcp/wrk_1, true",
        "http://localhost:8080/mcpx, false",
        "http://localhost:8081/mcp, false",
        "https://localhost:8080/mcp, false",
        "http://localhost:8080/, false"
    })
    void the_token_of_dev_goes_to_the_endpoint_of_dev_only(String url, boolean given) {
        var endpoint = endpoint(url, Map.of("TOLLGATE_HOME", home.toString()));

        assertThat(endpoint.token()).isEqualTo(given ? "tgm_dev" : null);
    }

    @Test
    void a_path_that_names_another_host_is_refused_before_a_token_is_sent() {
        var environment = Map.of("TOLLGATE_HOME", home.toString(), "TOLLGATE_TOKEN", "tgm_a");

        assertThatThrownBy(() -> endpoint("https://api.example.org//evil.example/mcp", environment))
                .isInstanceOf(CtlFailure.class)
                .hasMessage("the endpoint must be a URL such as https://host/mcp");
    }

    @Test
    void a_token_of_the_environment_comes_before_that_of_dev_and_one_of_a_file_before_both() throws Exception {
        var environment = Map.of("TOLLGATE_HOME", home.toString(), "TOLLGATE_TOKEN", " tgm_environment\n");
        var file = Files.writeString(home.resolve("token"), "tgm_file\n");

        assertThat(endpoint("http://localhost:8080/mcp", environment).token()).isEqualTo("tgm_environment");
        assertThat(McpTarget.of("http://localhost:8080/mcp", file, environment).token())
                .isEqualTo("tgm_file");
    }

    @Test
    void what_can_be_no_header_is_refused_without_being_shown() {
        var environment = Map.of("TOLLGATE_HOME", home.toString(), "TOLLGATE_TOKEN", "tgm_a\r\nX: 1");

        assertThatThrownBy(() -> {
                    var _ = endpoint("http://localhost:8080/mcp", environment);
                })
                .isInstanceOf(CtlFailure.class)
                .hasMessage("the token in TOLLGATE_TOKEN is not a token");
    }

    @Test
    void it_shows_no_token() {
        var endpoint = endpoint("http://localhost:8080/mcp", Map.of("TOLLGATE_HOME", home.toString()));

        assertThat(endpoint).hasToString("http://localhost:8080/mcp");
    }
}
