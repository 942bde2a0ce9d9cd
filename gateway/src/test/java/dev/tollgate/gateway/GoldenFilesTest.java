package dev.tollgate.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.contract.operation.Route;
import dev.tollgate.gateway.catalogue.Catalogue;
import dev.tollgate.gateway.control.setup.ConnectPage;
import dev.tollgate.gateway.mcp.ToolsGolden;
import dev.tollgate.gateway.mcp.list.ToolForm;
import dev.tollgate.gateway.openapi.Documents;
import dev.tollgate.gateway.openapi.ErrorCode;
import dev.tollgate.gateway.openapi.ModulePages;
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
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * The public contract as files, one per operation and schema of each plane and one per tool, so that a change shows in
 * a short diff. {@code -Dgolden.update} writes them.
 */
class GoldenFilesTest {

    private static final String URL = "http://localhost:8080";
    private static final Path GOLDEN = Path.of("src/test/resources/golden");
    private static final Path OPERATIONS = Path.of("../docs/operations.md");
    private static final Path CONNECT = Path.of("../docs/connect.md");
    private static final Path ROLES = Path.of("../docs/roles.md");

    private static final Catalogue CATALOGUE = Catalogue.of(ModuleProvider.all());
    private static final Documents DOCUMENTS = new Documents(CATALOGUE, PriceBook.shipped(), Instant.EPOCH, URL);

    @Test
    void the_app_plane_is_as_recorded() throws IOException {
        hold("rest", parts("/openapi.json"));
    }

    @Test
    void the_control_plane_is_as_recorded() throws IOException {
        hold("control", parts("/control/openapi.json"));
    }

    @Test
    void the_tools_are_as_recorded() throws IOException {
        var files = new TreeMap<String, JsonNode>();
        var index = Json.MAPPER.createArrayNode();
        for (var tool : ToolsGolden.all(CATALOGUE, new ToolForm(false, true, false))) {
            var name = tool.path("name").asText();
            files.put(name + ".json", tool);
            index.add(name);
        }
        files.put("index.json", index);

        hold("tool", files);
    }

    @Test
    void the_problems_are_as_recorded() throws IOException {
        JsonNode codes = Json.MAPPER.valueToTree(ErrorCode.all());
        hold(GOLDEN.resolve("problems.json"), GoldenFolder.pretty(codes));
    }

    @Test
    void the_list_of_operations_is_as_recorded() throws IOException {
        hold(OPERATIONS, new OperationsList(CATALOGUE, PriceBook.shipped(), Instant.EPOCH).markdown());
    }

    @Test
    void the_page_of_each_module_is_as_recorded() throws IOException {
        var app = (ObjectNode) Json.MAPPER.readTree(document("/openapi.json"));
        var pages = new ModulePages(CATALOGUE, PriceBook.shipped(), Instant.EPOCH, app).pages();
        for (var page : pages.entrySet()) {
            hold(Path.of("../docs", page.getKey()), page.getValue());
        }
        try (var files = Files.list(Path.of("../docs/modules"))) {
            assertThat(files.map(file -> "modules/" + file.getFileName()))
                    .containsExactlyInAnyOrderElementsOf(pages.keySet());
        }
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
    void of_the_control_operations_of_one_command_exactly_one_is_usual() throws IOException {
        var usual = new TreeMap<String, List<Boolean>>();

        for (var path : Json.MAPPER.readTree(document("/control/openapi.json")).path("paths")) {
            path.forEach(operation -> usual.computeIfAbsent(
                            operation.path("x-tollgate-command").asText(), _ -> new ArrayList<>())
                    .add(operation.has("x-tollgate-usual")));
        }
        usual.remove("");
        var several = usual.values().stream().filter(marks -> marks.size() > 1).toList();

        assertThat(several)
                .hasSizeGreaterThan(5)
                .allSatisfy(marks -> assertThat(marks).containsOnlyOnce(true));
        assertThat(usual.values())
                .filteredOn(marks -> marks.size() == 1)
                .allSatisfy(marks -> assertThat(marks).containsExactly(false));
    }

    @Test
    void the_matrix_of_roles_is_as_recorded() throws IOException {
        hold(ROLES, new RoleMatrix(CATALOGUE).markdown());
    }

    @Test
    void the_page_on_clients_is_as_recorded() throws IOException {
        hold(CONNECT, ConnectPage.markdown());
    }

    private static String document(String path) {
        return new String(DOCUMENTS.byRoute().get(new Route("GET", path)).bytes(), StandardCharsets.UTF_8);
    }

    private static Map<String, JsonNode> parts(String path) throws IOException {
        return SplitDocument.files((ObjectNode) Json.MAPPER.readTree(document(path)));
    }

    private static void hold(String folder, Map<String, JsonNode> files) throws IOException {
        var golden = new GoldenFolder(GOLDEN.resolve(folder));
        if (System.getProperty("golden.update") != null) {
            golden.write(files);
        }
        assertThat(golden.differences(files))
                .as("-Dgolden.update writes these files")
                .isEmpty();
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
