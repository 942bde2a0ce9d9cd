package dev.tollgate.standalone.dev;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The operator's first hour, as the script in docs tells it; it needs bash, curl and jq. */
@Tag("beyond-jdk")
class FirstHourTest {
    private static final int MINUTES_MAX = 2;

    @TempDir
    Path folder;

    @Test
    void an_operator_comes_through_the_first_hour() throws Exception {
        try (var dev = DevProcess.start(folder).awaitReady()) {
            var output = folder.resolve("first-hour.log");
            var builder = new ProcessBuilder("bash", script().toString())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            builder.environment().put("DEV_JSON", dev.home.resolve("dev.json").toString());

            var script = builder.start();
            var ended = script.waitFor(MINUTES_MAX, TimeUnit.MINUTES);

            assertThat(ended).isTrue();
            assertThat(script.exitValue()).as(Files.readString(output)).isZero();
        }
    }

    private static Path script() {
        return Path.of("").toAbsolutePath().resolve("../../docs/first-hour.sh").normalize();
    }
}
