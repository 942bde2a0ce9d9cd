package dev.tollgate.gateway.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.gateway.fixture.GatewayFixture;
import dev.tollgate.gateway.fixture.NodePrograms;
import dev.tollgate.gateway.fixture.NodePrograms.Ended;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Clients that others' generators make of the served document compile, and create, read and sync records. */
@Tag("beyond-jdk")
class GeneratedClientsTest {

    private static final GatewayFixture GATEWAY = GatewayFixture.shared();
    private static final Path PROGRAMS = Path.of("../docs/clients");
    private static final Path WORK = Path.of("target/clients").toAbsolutePath();
    private static final Duration RUN_MAX = Duration.ofMinutes(3);

    @Test
    void the_typescript_clients_create_read_and_sync() throws Exception {
        var folder = prepared("typescript");
        var _ = run(folder, Map.of(), "npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error");
        var _ = run(folder, Map.of(), "npm", "run", "--silent", "generate");
        var _ = run(folder, Map.of(), "npm", "run", "--silent", "build");

        var fetched = run(folder, workspace(), "npm", "run", "--silent", "start:openapi-fetch");
        var hey = run(folder, workspace(), "npm", "run", "--silent", "start:hey-api");

        whole(fetched.output().strip());
        whole(hey.output().strip());
    }

    @Test
    void the_java_client_creates_reads_and_syncs() throws Exception {
        var folder = prepared("java");
        var maven = Path.of("../mvnw").toAbsolutePath().normalize().toString();

        var told = run(folder, workspace(), maven, "-B", "-ntp", "-q", "compile", "exec:java");

        var lines = told.output().strip().split("\n", -1);
        whole(lines[lines.length - 1]);
    }

    /**
     * A contact and a task were created; a contact was made and then changed by its external ID; the task was read
     * alone and in a list of one; a refusal had its code. The contact that somebody else created was linked, the
     * deletion was listed, and the rest was the echo of the sync.
     */
    private static void whole(String line) {
        var story = new JsonObject(line);
        assertThat(story.getString("contact")).startsWith("con_");
        assertThat(story.getString("status")).isEqualTo("open");
        assertThat(story.getJsonArray("titles")).isEqualTo(new JsonArray().add("Call Ada"));
        assertThat(story.getJsonArray("synced"))
                .isEqualTo(new JsonArray().add(1).add(2));
        assertThat(story.getJsonArray("found")).isEqualTo(new JsonArray().add("Grace Hopper"));
        assertThat(story.getString("missing")).isEqualTo("resource_not_found");
        assertThat(story.getJsonArray("linked")).isEqualTo(new JsonArray().add("Mary Jackson"));
        assertThat(story.getInteger("deleted")).isEqualTo(1);
    }

    private static Ended run(Path folder, Map<String, String> environment, String... command) throws Exception {
        var log = folder.resolve(command[0].endsWith("mvnw") ? "mvn.log" : "npm.log");
        var ended = NodePrograms.run(folder, log, RUN_MAX, environment, command);
        assertThat(ended.code()).as(ended.output()).isZero();
        return ended;
    }

    /** The environment of a program: a new workspace, where somebody else has created a contact. */
    private static Map<String, String> workspace() {
        var workspace = GATEWAY.tenant("team").module("crm", true).module("tasks", true);
        var other = workspace.apiKey("crm:write").getString("secret");
        GATEWAY.call("POST", "/v1/contacts", other, JsonObject.of("name", "Mary Jackson"))
                .expect(201);
        var own = workspace.apiKey("crm:read", "crm:write", "tasks:read", "tasks:write");
        return Map.of("TOLLGATE_URL", GATEWAY.base().toString(), "TOLLGATE_TOKEN", own.getString("secret"));
    }

    /** The files of a program in an empty folder, beside the document that the gateway serves. */
    private static Path prepared(String program) throws IOException {
        var folder = WORK.resolve(program);
        if (Files.exists(folder)) {
            try (var old = Files.walk(folder)) {
                for (var file : old.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
        Files.createDirectories(folder);
        try (var files = Files.newDirectoryStream(PROGRAMS.resolve(program), Files::isRegularFile)) {
            for (var file : files) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
        }
        Files.writeString(
                folder.resolve("openapi.json"),
                GATEWAY.call("GET", "/openapi.json", null, null).expect(200).body());
        return folder;
    }
}
