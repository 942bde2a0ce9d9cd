package dev.tollgate.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.standalone.ctl.CommandPages;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The help of every command as a page, which the launcher shows where nothing is built. {@code -Dgolden.update} writes
 * it.
 */
class CommandsPageTest {
    private static final Path ROOT =
            Path.of("").toAbsolutePath().resolve("../..").normalize();
    private static final Path PAGE = ROOT.resolve("docs/commands.txt");

    @TempDir
    Path checkout;

    @Test
    void the_page_has_the_help_of_every_command() throws Exception {
        var page = CommandPages.of(Tollgate.commandLine());

        if (System.getProperty("golden.update") != null) {
            Files.writeString(PAGE, page);
        }
        assertThat(Files.readString(PAGE)).as("-Dgolden.update writes it").isEqualTo(page);
        assertThat(page).contains("@ ctl workspaces create\n", "@ ctl use\n", "@ mcp call\n", "@ dev\n");
    }

    @ParameterizedTest
    @CsvSource({
        "ctl workspaces create --help, Create a workspace.",
        "ctl workspaces --help, archive",
        "ctl --help, Exit codes",
        "dev -h, --fresh",
        "bench --help, bench NAME",
        "--version, Tollgate 0.",
        "ctl --version, Tollgate 0."
    })
    void a_checkout_that_is_not_built_shows_help(String command, String text) throws Exception {
        Files.createDirectories(checkout.resolve("bin"));
        Files.createDirectories(checkout.resolve("docs"));
        Files.copy(ROOT.resolve("bin/tollgate"), checkout.resolve("bin/tollgate"));
        Files.copy(ROOT.resolve("pom.xml"), checkout.resolve("pom.xml"));
        Files.copy(PAGE, checkout.resolve("docs/commands.txt"));

        var process = new ProcessBuilder("bash", "-c", "bash " + checkout.resolve("bin/tollgate") + " " + command)
                .redirectErrorStream(true)
                .start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
        assertThat(said).contains(text).doesNotContain("Building");
    }
}
