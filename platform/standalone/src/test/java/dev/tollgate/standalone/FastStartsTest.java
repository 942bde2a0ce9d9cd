package dev.tollgate.standalone;

import static dev.tollgate.embedded.RepeatedCheck.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The warm-up run of {@code bin/tollgate} after a build, with a program in place of the JVM that ends when told to. */
class FastStartsTest {
    private static final Path LAUNCHER = Path.of("../../bin/tollgate");
    private static final String WHAT_IT_CAN_DO = "\nif [[ ${1:-} == -* ";

    @TempDir
    Path folder;

    @BeforeEach
    void functionsOfTheLauncher() throws IOException {
        var launcher = Files.readString(LAUNCHER);
        Files.createDirectories(folder.resolve("bin"));
        Files.writeString(folder.resolve("bin/functions"), launcher.substring(0, launcher.indexOf(WHAT_IT_CAN_DO)));
    }

    @Test
    void the_run_and_what_it_started_end_at_its_bound() throws Exception {
        var output = trained("sleep 300 & echo $! > " + folder.resolve("child") + "\nwait\n", 1, Map.of());

        assertThat(output).contains("at most 1 s", "so starts take some seconds longer: it was ended");
        long child = Long.parseLong(Files.readString(folder.resolve("child")).strip());
        eventually(() -> ProcessHandle.of(child).filter(ProcessHandle::isAlive).isEmpty());
    }

    @Test
    void a_run_that_is_done_says_nothing() throws Exception {
        assertThat(trained("exit 0\n", 60, Map.of()))
                .contains("Preparing fast starts")
                .doesNotContain("longer");
    }

    @Test
    void a_variable_prevents_the_run() throws Exception {
        assertThat(trained("exit 0\n", 60, Map.of("TOLLGATE_FAST_STARTS", "off")))
                .isEmpty();
    }

    /** What the run prints, of which the JVM is a script. */
    private String trained(String java, int secondsMax, Map<String, String> environment)
            throws IOException, InterruptedException {
        var program = folder.resolve("jdk/bin/java");
        Files.createDirectories(program.getParent());
        Files.writeString(program, "#!/usr/bin/env bash\ncase \"$*\" in *ArchivableJars*) exit 0 ;; esac\n" + java);
        assertThat(program.toFile().setExecutable(true)).isTrue();
        var output = folder.resolve("output");
        var command = ". " + folder.resolve("bin/functions") + "; JAVA_HOME=" + folder.resolve("jdk")
                + "; training_seconds_max=" + secondsMax + "; train";
        var builder = new ProcessBuilder("bash", "-c", command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().remove("TOLLGATE_FAST_STARTS");
        builder.environment().putAll(environment);
        var process = builder.start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        return Files.readString(output);
    }
}
