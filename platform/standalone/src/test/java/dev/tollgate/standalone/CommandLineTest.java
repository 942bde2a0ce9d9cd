package dev.tollgate.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.gateway.credential.OperatorTokens;
import dev.tollgate.gateway.credential.Token;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        return Tollgate.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
    }

    @Test
    void every_setting_is_listed_with_its_meaning() {
        var code = run("settings");

        assertThat(code).isZero();
        assertThat(out.toString())
                .contains("tollgate.postgres.host = localhost")
                .contains("Host of PostgreSQL.")
                .contains("TOLLGATE_POSTGRES_HOST");
    }

    @Test
    void a_minted_operator_token_opens_what_its_hash_names() {
        var code = run("operator-token", "lena");

        assertThat(code).isZero();
        var lines = out.toString().lines().map(String::strip).toList();
        var token = lines.stream()
                .flatMap(line -> Token.parse(line).stream())
                .findFirst()
                .orElseThrow();
        var hash = lines.stream()
                .filter(line -> line.startsWith("token-hash: "))
                .map(line -> line.substring("token-hash: ".length()))
                .findFirst()
                .orElseThrow();
        assertThat(new OperatorTokens(Map.of(hash, "lena")).operator(token)).contains("lena");
    }

    @Test
    void wrong_settings_are_all_listed_and_end_with_2() throws Exception {
        var file = Files.createTempFile("wrong", ".yaml");
        Files.writeString(file, "tollgate:\n  postgres:\n    port: 0\n    hots: here\n");

        var code = run("migrate", "--settings", file.toString());

        assertThat(code).isEqualTo(2);
        assertThat(err.toString())
                .contains("tollgate.postgres.hots is not a setting")
                .contains("tollgate.postgres.port must be between 1 and 65535");
    }

    /** Only the command's own work sees what is wrong with this plan. */
    @Test
    @Timeout(30)
    void a_plan_that_cannot_be_ends_reconcile_with_2() throws Exception {
        var file = Files.createTempFile("wrong", ".yaml");
        Files.writeString(file, """
                tollgate:
                  plans:
                    odd: {included-micros: 0, cap-micros: 0, tenant-rate: 1, credential-rate: 2}
                """);

        var code = run("reconcile", "--settings", file.toString());

        assertThat(code).isEqualTo(2);
        assertThat(err.toString()).contains("tollgate.plans.odd");
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev", "gateway", "settings", "receive", "audit verify", "mcp call"})
    void every_command_helps(String command) {
        var code = run((command + " --help").split(" ", -1));

        assertThat(code).as(err.toString()).isZero();
        assertThat(out.toString()).startsWith("Usage: bin/tollgate " + command);
    }

    @Test
    void a_wrong_command_ends_with_2_and_one_line() {
        assertThat(run("setings")).isEqualTo(2);
        assertThat(err.toString().lines())
                .containsExactly(
                        "tollgate: there is no command setings. Did you mean settings? Try: bin/tollgate --help");
    }
}
