package dev.tollgate.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.contract.operation.Route;
import dev.tollgate.gateway.catalogue.Catalogue;
import dev.tollgate.gateway.control.setup.ConnectPage;
import dev.tollgate.gateway.mcp.ToolsGolden;
import dev.tollgate.gateway.openapi.Documents;
import dev.tollgate.gateway.openapi.ErrorCode;
import dev.tollgate.gateway.openapi.OperationsList;
import dev.tollgate.gateway.openapi.RoleMatrix;
import dev.tollgate.money.price.PriceBook;
import dev.tollgate.records.ModuleProvider;
import dev.tollgate.runtime.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

/**
 * The public contract as files: whoever changes it sees the change in the diff. Run with {@code -Dgolden.update} to
 * write them anew.
 */
class GoldenFilesTest {

    private static final String URL = "http://localhost:8080";
    private static final Path GOLDEN = Path.of("src/test/resources/golden");
    private static final Path OPERATIONS = Path.of("../docs/operations.md");
    private static final Path CONNECT = Path.of("../docs/connect.md");
    private static final Path ROLES = Path.of("../docs/roles.md");

    private final Catalogue catalogue = Catalogue.of(ModuleProvider.all());
    private final Documents documents = new Documents(catalogue, PriceBook.shipped(), Instant.EPOCH, URL);

    @Test
    void the_app_plane_is_as_recorded() throws IOException {
        hold(GOLDEN.resolve("openapi.json"), document("/openapi.json"));
    }

    @Test
    void the_control_plane_is_as_recorded() throws IOException {
        hold(GOLDEN.resolve("control-openapi.json"), document("/control/openapi.json"));
    }

    @Test
    void the_tools_are_as_recorded() throws IOException {
        hold(GOLDEN.resolve("tools.json"), pretty(Json.MAPPER.readTree(ToolsGolden.all(catalogue))));
    }

    @Test
    void the_problems_are_as_recorded() throws IOException {
        JsonNode codes = Json.MAPPER.valueToTree(ErrorCode.all());
        hold(GOLDEN.resolve("problems.json"), pretty(codes));
    }

    @Test
    void the_list_of_operations_is_as_recorded() throws IOException {
        hold(OPERATIONS, new OperationsList(catalogue, PriceBook.shipped(), Instant.EPOCH).markdown());
    }

    @Test
    void no_two_control_operations_about_one_thing_have_the_same_command() throws IOException {
        var commands = new ArrayList<String>();

        for (var path : Json.MAPPER
                .readTree(document("/control/openapi.json"))
                .path("paths")
                .properties()) {
            var about = path.getKey().split("/", -1)[3];
            path.getValue()
                    .forEach(operation -> commands.add(
                            about + ": " + operation.path("x-tollgate-command").asText()));
        }

        assertThat(commands).isNotEmpty().doesNotHaveDuplicates();
    }

    @Test
    void the_matrix_of_roles_is_as_recorded() throws IOException {
        hold(ROLES, new RoleMatrix(catalogue).markdown());
    }

    @Test
    void the_page_on_clients_is_as_recorded() throws IOException {
        hold(CONNECT, ConnectPage.markdown());
    }

    private String document(String path) {
        return new String(documents.byRoute().get(new Route("GET", path)).bytes(), StandardCharsets.UTF_8);
    }

    private static String pretty(JsonNode tree) throws IOException {
        var indent = new DefaultIndenter("  ", "\n");
        var printer = new DefaultPrettyPrinter().withObjectIndenter(indent).withArrayIndenter(indent);
        return Json.MAPPER.writer(printer).writeValueAsString(tree) + '\n';
    }

    private static void hold(Path file, String content) throws IOException {
        if (System.getProperty("golden.update") != null) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, content);
        }
        assertThat(file).as("%s; -Dgolden.update writes it", file).exists();
        assertThat(content).isEqualTo(Files.readString(file));
    }
}
