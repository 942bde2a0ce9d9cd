package dev.tollgate.standalone.dev;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.standalone.Tollgate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The first hour and the first days, as the scripts in docs tell them, and guides; they need bash, curl and jq. */
@Tag("beyond-jdk")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StoriesTest {
    private static final int MINUTES_MAX = 5;

    @TempDir
    static Path folder;

    private DevProcess dev;

    @BeforeAll
    void start() throws Exception {
        dev = DevProcess.start(folder).awaitReady();
    }

    @AfterAll
    void stop() throws Exception {
        dev.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"first-hour.sh", "first-hour-curl.sh", "day-operator.sh", "day-integrator.sh", "day-agent.sh"})
    void a_story_comes_to_its_end(String name) throws Exception {
        var output = folder.resolve(name + ".log");
        var builder = new ProcessBuilder("bash", script(name).toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().put("TOLLGATE_HOME", dev.home.toString());
        builder.environment().put("TOLLGATE", launcher().toString());

        var script = builder.start();
        var ended = script.waitFor(MINUTES_MAX, TimeUnit.MINUTES);

        assertThat(ended).isTrue();
        assertThat(script.exitValue()).as(Files.readString(output)).isZero();
        assertThat(Files.readString(output)).contains("Done:").doesNotContain("tgk_", "tgm_", "tga_");
    }

    /** The first block of a guide that is marked {@code bash}, with the names that the README gives. */
    @ParameterizedTest
    @ValueSource(strings = {"rest.md", "analytics.md", "webhooks.md"})
    void what_a_guide_begins_with_works_on_dev(String guide) throws Exception {
        var output = folder.resolve(guide + ".log");
        var script = "set -euo pipefail\n" + block("../README.md", "```\ndev() {") + block(guide, "```bash\n");
        var builder = new ProcessBuilder("bash", "-c", script)
                .directory(launcher().getParent().getParent().toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().put("TOLLGATE_HOME", dev.home.toString());

        var shell = builder.start();
        var ended = shell.waitFor(MINUTES_MAX, TimeUnit.MINUTES);

        assertThat(ended).isTrue();
        assertThat(shell.exitValue()).as(Files.readString(output)).isZero();
        assertThat(Files.readString(output)).doesNotContain("\"code\":");
    }

    private static String block(String page, String opening) throws IOException {
        var text = Files.readString(script(page));
        var begin = text.indexOf('\n', text.indexOf(opening));
        return text.substring(begin, text.indexOf("\n```", begin)) + '\n';
    }

    /** Starts the classes under test, where {@code bin/tollgate} would first build them. */
    private static Path launcher() throws IOException {
        var arguments = folder.resolve("java.arguments");
        Files.writeString(
                arguments, "-XX:TieredStopAtLevel=1\n-cp\n\"" + System.getProperty("java.class.path") + "\"\n");
        var java = Path.of(System.getProperty("java.home"), "bin", "java");
        var launcher = Files.createDirectories(folder.resolve("bin")).resolve("tollgate");
        Files.writeString(
                launcher, "#!/bin/sh\nexec " + java + " @" + arguments + ' ' + Tollgate.class.getName() + " \"$@\"\n");
        return Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwx------"));
    }

    private static Path script(String name) {
        return Path.of("").toAbsolutePath().resolve("../../docs").resolve(name).normalize();
    }
}
