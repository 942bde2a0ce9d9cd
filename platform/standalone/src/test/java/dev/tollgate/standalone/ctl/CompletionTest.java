package dev.tollgate.standalone.ctl;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The completion script, run by a real shell. */
class CompletionTest {
    @TempDir
    Path folder;

    private Path script;

    @BeforeEach
    void print() throws Exception {
        try (var server = new Scripted()) {
            var ctl = new CtlRun(Map.of(
                    "TOLLGATE_HOME", folder.toString(),
                    "TOLLGATE_CACHE", folder.toString(),
                    "TOLLGATE_CONTROL", server.url()));
            var said = ctl.run("completion", "bash");
            assertThat(said.code()).as(said.err()).isZero();
            assertThat(ctl.run("completion", "zsh").out()).contains("bashcompinit");
            assertThat(ctl.run("completion", "fish").code()).isEqualTo(ExitCode.USAGE.number());
            script = folder.resolve("completion");
            Files.writeString(script, said.out());
        }
    }

    @Test
    void bash_completes_groups_verbs_options_and_words() throws Exception {
        assertThat(completed("tollgate ctl api")).containsExactly("api-keys");
        assertThat(completed("tollgate ctl api-keys ")).contains("create", "list", "rotate", "revoke", "update");
        assertThat(completed("tollgate ctl api-keys create --sc")).contains("--scopes");
        assertThat(completed("bin/tollgate ctl override set --enforcement ")).contains("enforce", "notify", "paused");
    }

    @Test
    void bash_finds_the_completion_for_the_launcher_by_any_path() throws Exception {
        var registered = bash("source '" + script + "'; complete -p tollgate");

        assertThat(registered).contains("_complete_tollgate");
    }

    private List<String> completed(String line) throws Exception {
        var words = List.of(line.split(" ", -1));
        var quoted =
                String.join(" ", words.stream().map(word -> "'" + word + "'").toList());
        // compopt belongs to a terminal's own completion; here nobody has pressed a key.
        var said = bash("source '" + script + "'; compopt() { :; }; COMP_WORDS=(" + quoted + "); COMP_CWORD="
                + (words.size() - 1)
                + "; COMP_LINE='" + line + "'; COMP_POINT=" + line.length()
                + "; _complete_tollgate; printf '%s\\n' \"${COMPREPLY[@]}\"");
        return said.lines().map(String::strip).toList();
    }

    private static String bash(String command) throws Exception {
        var shell = new ProcessBuilder("bash", "--norc", "-c", command)
                .redirectErrorStream(true)
                .start();
        var said = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(shell.waitFor(10, TimeUnit.SECONDS)).isTrue();
        return said;
    }
}
