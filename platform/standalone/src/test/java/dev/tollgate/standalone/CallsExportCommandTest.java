package dev.tollgate.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.embedded.TestServers;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallsExportCommandTest {

    private static final String NOBODYS = "wrk_01jg000000e008000000000001";

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private String database = "";

    @BeforeEach
    void prepare() throws Exception {
        database = TestServers.freshDatabase();
        assertThat(run("migrate")).isZero();
        out.getBuffer().setLength(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2h", "2026-11-27", "2026-11-27T09:00:00Z", "2026-11-27T09:00:00+01:00"})
    void an_unknown_workspace_is_an_error_whatever_form_the_time_has(String from) throws Exception {
        int code = run("calls", "export", "--workspace", NOBODYS, "--from", from);

        assertThat(code).isEqualTo(2);
        assertThat(err.toString()).contains("there is no workspace " + NOBODYS);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void what_is_no_time_is_told_with_the_forms_that_are() throws Exception {
        int code = run("calls", "export", "--workspace", NOBODYS, "--from", "yesterday");

        assertThat(code).isEqualTo(2);
        assertThat(err.toString())
                .contains("'yesterday' is no time", "such as 2h")
                .doesNotContain("java.");
    }

    private int run(String first, String... more) throws Exception {
        var servers = TestServers.shared().addresses();
        var address = servers.postgres();
        var file = folder.resolve("settings.yaml");
        Files.writeString(
                file, """
                tollgate:
                  postgres: {host: %s, port: %d, database: %s, user: %s, password: '%s'}
                """.formatted(address.host(), address.port(), database, address.user(), address.password()));
        var arguments = new ArrayList<>(List.of(first));
        arguments.addAll(List.of(more));
        arguments.addAll(List.of("--settings", file.toString()));
        return Tollgate.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments.toArray(String[]::new));
    }
}
