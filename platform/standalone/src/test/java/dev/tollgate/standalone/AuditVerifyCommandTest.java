package dev.tollgate.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.event.Topics;
import dev.tollgate.embedded.TestServers;
import dev.tollgate.runtime.kafka.KafkaSettings;
import dev.tollgate.runtime.kafka.KafkaTopics;
import io.vertx.core.Vertx;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditVerifyCommandTest {
    private static final int CLOSED_PORT = 1;

    /** As the settings have them by default, and with them other tests on the same servers. */
    private static final int PARTITIONS = 8;

    private static final String UNSEALED = """
            INSERT INTO audit.event (chain, id, at, request_id, actor_kind, actor_id, actor_name, surface, operation,
                                     action, outcome, calls, client_address)
            VALUES ('00000000-0000-0000-0000-000000000000', gen_random_uuid(), now(), gen_random_uuid(), 'system',
                    'x', 'x', 'control', 'x', 'x', 'ok', 1, '')
            """;

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private String database = "";

    @BeforeEach
    void prepare() throws Exception {
        database = TestServers.freshDatabase();
        var kafka = new KafkaSettings(TestServers.shared().addresses().kafkaBootstrap(), PARTITIONS, 1);
        var vertx = Vertx.vertx();
        var _ = KafkaTopics.ensure(vertx, kafka, Set.of(Topics.AUDIT_HEADS)).await();
        vertx.close().await();
        assertThat(run(postgresPort(), "migrate")).isZero();
    }

    @Test
    void an_audit_that_does_not_hold_ends_with_1() throws Exception {
        var address = TestServers.shared().addresses().postgres();
        var url = "jdbc:postgresql://" + address.host() + ':' + address.port() + '/' + database;
        try (var connection = DriverManager.getConnection(url, address.user(), address.password());
                var statement = connection.createStatement()) {
            statement.execute(UNSEALED);
        }

        int code = run(postgresPort(), "audit", "verify");

        assertThat(code).isEqualTo(1);
        assertThat(out.toString()).contains("1 events are neither sealed nor waiting to be sealed");
    }

    @Test
    void an_audit_that_cannot_be_read_ends_with_3() throws Exception {
        int code = run(CLOSED_PORT, "audit", "verify");

        assertThat(code).isEqualTo(3);
        assertThat(err.toString()).contains("failed to connect to PostgreSQL");
    }

    private static int postgresPort() {
        return TestServers.shared().addresses().postgres().port();
    }

    private int run(int postgresPort, String first, String... more) throws Exception {
        var servers = TestServers.shared().addresses();
        var address = servers.postgres();
        var file = folder.resolve("settings.yaml");
        Files.writeString(file, """
                tollgate:
                  postgres: {host: %s, port: %d, database: %s, user: %s, password: '%s'}
                  kafka: {bootstrap-servers: '%s'}
                """.formatted(
                address.host(), postgresPort, database, address.user(), address.password(), servers.kafkaBootstrap()));
        var arguments = new ArrayList<String>();
        arguments.add(first);
        arguments.addAll(List.of(more));
        arguments.addAll(List.of("--settings", file.toString()));
        return Tollgate.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments.toArray(String[]::new));
    }
}
