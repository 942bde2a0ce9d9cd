package dev.tollgate.loadtest.environment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ProcessProbeTest {

    @Test
    void the_processor_time_of_children_that_have_ended_counts() throws Exception {
        var command = List.of("sh", "-c", "head -c 100000000 /dev/zero | sha256sum > /dev/null; echo ended; read wait");
        var process = new ProcessBuilder(command).start();
        try (var printed = process.inputReader()) {
            assertThat(printed.readLine()).isEqualTo("ended");

            long tree = ProcessProbe.treeMicros(process.pid());

            assertThat(ProcessHandle.of(process.pid()).orElseThrow().descendants())
                    .isEmpty();
            assertThat(tree).isGreaterThan(ProcessProbe.cpuMicros(process.pid()) + 20_000);
        } finally {
            process.destroyForcibly();
        }
    }
}
