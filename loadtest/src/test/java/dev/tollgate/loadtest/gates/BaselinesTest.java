package dev.tollgate.loadtest.gates;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.embedded.EmbeddedServers;
import dev.tollgate.embedded.TestServers;
import dev.tollgate.loadtest.client.HttpCall;
import dev.tollgate.loadtest.client.JsonTrees;
import dev.tollgate.loadtest.environment.BaselineServer;
import dev.tollgate.loadtest.environment.LocalMachine.JavaProgram;
import dev.tollgate.loadtest.environment.ServerUnderTest;
import dev.tollgate.loadtest.load.ResponseShape;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BaselinesTest {

    private static final String CLASS_PATH =
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    private static final String BARE = "dev.tollgate.loadtest.baselines.bare.BareServer";
    private static final String POSTGRES = "dev.tollgate.loadtest.baselines.postgres.PostgresServer";
    private static final String TIME =
            "\"created_at\":\"2026-11-25T16:18:54.252756Z\",\"updated_at\":\"2026-11-25T16:18:54.252756Z\"";
    private static final String CONTACT =
            "{\"id\":\"con_1\",\"workspace_id\":\"wrk_1\",\"name\":\"Ada\",\"email\":\"a@b\","
                    + "\"phone\":\"1\",\"job_title\":\"A\",\"owner\":\"g\",\"custom_fields\":{\"language\":\"en\",\"size\":1},"
                    + TIME
                    + ",\"version\":1,\"source\":\"api\",\"last_actor\":\"key_1\"}";

    @TempDir
    Path folder;

    @Test
    void the_bare_server_gives_the_recorded_answer_again() throws Exception {
        var recorded = Files.writeString(folder.resolve("workspace.http"), """
                X-Request-Id: req_01m89r1fkser18xjajt62ngasq
                Tollgate-Charge-Micros: 20
                RateLimit: "credential";r=499;t=1
                content-type: application/json
                content-length: 999

                {"data":{"id":"wrk_1","name":"Démo"}}""");
        var server = new BaselineServer(
                "bare", new JavaProgram(CLASS_PATH, BARE), List.of(recorded.toString()), Map.of(), folder);
        server.start();
        try {
            var answer = HttpCall.get("/v1/workspace", "token").send(server.port());

            assertThat(answer.text()).isEqualTo("{\"data\":{\"id\":\"wrk_1\",\"name\":\"Démo\"}}");
            assertThat(answer.headers().map())
                    .containsOnlyKeys(
                            "x-request-id", "tollgate-charge-micros", "ratelimit", "content-type", "content-length")
                    .containsEntry("ratelimit", List.of("\"credential\";r=499;t=1"));
        } finally {
            server.stop();
        }
        assertThat(server.pid()).isZero();
    }

    @Test
    void the_hand_written_service_answers_the_shapes_of_the_gateway() throws Exception {
        var server = postgres(TestServers.shared());
        server.start();
        try {
            answersTheShapes(server);
        } finally {
            server.stop();
        }
    }

    private BaselineServer postgres(EmbeddedServers servers) {
        var login = Map.of(
                "PGHOST", servers.postgresHost(),
                "PGPORT", Integer.toString(servers.postgresPort()),
                "PGDATABASE", servers.postgresDatabase(),
                "PGUSER", servers.postgresUser(),
                "PGPASSWORD", servers.postgresPassword());
        return new BaselineServer("postgres", new JavaProgram(CLASS_PATH, POSTGRES), List.of("200"), login, folder);
    }

    private static void answersTheShapes(ServerUnderTest server) {
        var contact = HttpCall.get("/v1/contacts/con_00000000000000000000000007", "token")
                .send(server.port());
        var page = GatewayLegs.search(GatewayLegs.word(1), "token").send(server.port());
        var task = HttpCall.post("/v1/tasks", "token", GatewayLegs.TASK).send(server.port());
        var nothing = HttpCall.get("/v1/contacts/con_0", "token").send(server.port());

        assertThat(nothing.status()).isEqualTo(404);
        assertThat(contact.text()).contains("\"name\":\"Ada w000001 Number 7\"");
        assertThat(shape(contact.text())).isEqualTo(shape("{\"data\":" + CONTACT + ",\"request_id\":\"req_1\"}"));
        assertThat(shape(page.text()))
                .isEqualTo(shape("{\"data\":[" + (CONTACT + ",").repeat(49) + CONTACT
                        + "],\"next_cursor\":\"c\",\"request_id\":\"req_1\"}"));
        assertThat(task.status()).isEqualTo(201);
        assertThat(shape(task.text()))
                .isEqualTo(shape("{\"data\":{\"id\":\"tsk_1\",\"workspace_id\":\"wrk_1\",\"title\":\"t\","
                        + "\"status\":\"open\",\"custom_fields\":{}," + TIME
                        + ",\"version\":1,\"source\":\"api\",\"last_actor\":\"key_1\"},\"request_id\":\"req_1\"}"));
    }

    private static Set<String> shape(String body) {
        return ResponseShape.of(JsonTrees.read(body));
    }
}
