package dev.tollgate.gateway.console.view;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.contract.caller.RequestId;
import dev.tollgate.contract.operation.Plane;
import dev.tollgate.gateway.catalogue.Catalogue;
import dev.tollgate.records.ModuleProvider;
import dev.tollgate.runtime.json.Json;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TriedCallTest {

    private static final Catalogue CATALOGUE = Catalogue.of(ModuleProvider.all());
    private static final RequestId PAGE = new RequestId(new UUID(1, 2));

    private static TriedCall call(String operation, String arguments) {
        var face = Objects.requireNonNull(CATALOGUE.face(operation, Plane.APP));
        return TriedCall.of(face, Json.read(arguments, ObjectNode.class), "https://api.example", PAGE);
    }

    @Test
    void a_write_has_a_body_and_a_key_that_makes_it_take_effect_once() {
        var call = call("create_task", "{\"title\":\"it's $HOME\"}");

        assertThat(call.method()).isEqualTo("POST");
        assertThat(call.path()).isEqualTo("/v1/tasks");
        assertThat(call.body()).isEqualTo("{\"title\":\"it's $HOME\"}");
        assertThat(call.key()).isEqualTo("playground-" + PAGE.text());
        assertThat(call.curl())
                .startsWith("curl -i -X POST \"https://api.example/v1/tasks\"")
                .contains("-d '{\"title\":\"it'\\''s $HOME\"}'", "Bearer $TGK", call.key());
        var tool = Json.read(Objects.requireNonNull(call.tool()), JsonNode.class);
        assertThat(tool.path("method").asText()).isEqualTo("tools/call");
        assertThat(tool.path("params").path("name").asText()).isEqualTo("create_task");
        assertThat(tool.path("params").path("arguments").path("title").asText()).isEqualTo("it's $HOME");
        assertThat(tool.path("params").path("arguments").path("idempotency_key").asText())
                .isEqualTo(call.key());
    }

    @Test
    void a_read_has_everything_in_its_path_and_query_as_text_of_a_url() {
        var call = call(
                "list_tasks",
                "{\"query\":\"$(a) & \\\"b\\\"\",\"limit\":2,\"many\":[\"x\",\"y\"],\"custom_fields\":{\"k 1\":\"v\"}}");

        assertThat(call.body()).isNull();
        assertThat(call.key()).isNull();
        assertThat(call.path())
                .isEqualTo("/v1/tasks?query=%24%28a%29%20%26%20%22b%22&limit=2&many=x&many=y&custom_fields.k%201=v");
    }

    @Test
    void a_path_parameter_is_one_step_whatever_it_contains() {
        assertThat(call("get_task", "{\"id\":\"../a?b\"}").path()).isEqualTo("/v1/tasks/..%2Fa%3Fb");
    }
}
