package dev.tollgate.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.standalone.ctl.CommandPages;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The help of every command as a page, which the launcher shows where nothing is built. {@code -Dgolden.update} writes
 * it.
 */
class CommandsPageTest {
    private static final Path ROOT =
            Path.of("").toAbsolutePath().resolve("../..").normalize();
    private static final Path PAGE = ROOT.resolve("docs/commands.txt");

    /** The launcher describes their verbs together. */
    private static final Set<String> DESCRIBED_BY_USE = Set.of("ctl", "mcp");

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

    static Stream<CommandSpec> commands() {
        return leaves(Tollgate.commandLine()).filter(spec -> !DESCRIBED_BY_USE.contains(root(spec)));
    }

    private static Stream<CommandSpec> leaves(CommandLine command) {
        var subcommands = command.getSubcommands().values();
        return subcommands.isEmpty()
                ? Stream.of(command.getCommandSpec())
                : subcommands.stream().flatMap(CommandsPageTest::leaves);
    }

    private static String root(CommandSpec spec) {
        return words(spec).split(" ", -1)[0];
    }

    private static String words(CommandSpec spec) {
        return spec.qualifiedName().replaceFirst("^bin/tollgate ", "");
    }

    @ParameterizedTest
    @MethodSource("commands")
    void the_launcher_says_of_a_command_what_its_help_says(CommandSpec command) throws Exception {
        var launcher = Files.readString(ROOT.resolve("bin/tollgate")).replaceAll("\\s+", " ");
        var described = String.join(" ", command.usageMessage().description());

        assertThat(launcher).containsPattern(' ' + words(command) + "(?: NAME)? " + Pattern.quote(described) + "[ ;]");
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
