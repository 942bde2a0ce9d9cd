package dev.tollgate.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.embedded.TestServers;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PepperCommandTest {
    private static final String A_SECRET_ON_1 = """
            INSERT INTO control.tenant (id, name, kind, source, last_actor, created_at, updated_at)
            VALUES ('00000000-0000-0000-0000-000000000001', 'Acme', 'team', 'control', 'ada', now(), now());
            INSERT INTO control.workspace (tenant_id, id, slug, name, source, last_actor, created_at, updated_at)
            VALUES ('00000000-0000-0000-0000-000000000001', '00000000-0000-0000-0000-000000000002', 'acme', 'Acme',
                    'control', 'ada', now(), now());
            INSERT INTO control.credential
                   (workspace_id, id, kind, name, scopes, source, last_actor, created_at, updated_at)
            VALUES ('00000000-0000-0000-0000-000000000002', '00000000-0000-0000-0000-000000000003', 'api_key', 'key',
                    '{}', 'control', 'ada', now(), now());
            INSERT INTO control.credential_secret
                   (workspace_id, credential_id, place, hash, pepper_id, shown, created_at)
            VALUES ('00000000-0000-0000-0000-000000000002', '00000000-0000-0000-0000-000000000003', 0,
                    decode(repeat('00', 32), 'hex'), '1', 'tgk_12345678', now());
            """;

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private String database = "";

    @BeforeEach
    void migrate() throws Exception {
        database = TestServers.freshDatabase();
        assertThat(run("", "migrate")).isZero();
    }

    @Test
    void with_nothing_on_another_pepper_it_ends_with_0_and_says_what_may_go() throws Exception {
        int code = run("others: [{id: '1', secret: 'a former pepper, long enough'}]", "pepper", "status");

        assertThat(code).isZero();
        assertThat(out.toString().lines())
                .containsSequence(
                        "PEPPER            SETTINGS   SECRETS",
                        "2                 current          0",
                        "1                 other            0  unused: it can be removed from the settings",
                        "every secret uses the current pepper");
    }

    @Test
    void a_secret_whose_pepper_is_gone_is_shown_and_ends_with_1() throws Exception {
        var address = TestServers.shared().addresses().postgres();
        var url = "jdbc:postgresql://" + address.host() + ':' + address.port() + '/' + database;
        try (var connection = DriverManager.getConnection(url, address.user(), address.password());
                var statement = connection.createStatement()) {
            statement.execute(A_SECRET_ON_1);
        }

        int code = run("", "pepper", "status");

        assertThat(code).isEqualTo(1);
        assertThat(out.toString())
                .contains("1                 missing          1  these secrets are rejected")
                .doesNotContain("present pepper, long");
    }

    private int run(String more, String... arguments) throws Exception {
        var address = TestServers.shared().addresses().postgres();
        var file = folder.resolve("settings.yaml");
        Files.writeString(file, """
                tollgate:
                  postgres: {host: %s, port: %d, database: %s, user: %s, password: '%s'}
                  pepper:
                    id: '2'
                    secret: 'the present pepper, long enough'
                    %s
                """.formatted(
                        address.host(), address.port(), database, address.user(), address.password(), more));
        var all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--settings", file.toString()));
        return Tollgate.commandLine().setOut(new PrintWriter(out)).execute(all.toArray(String[]::new));
    }
}
