package dev.tollgate.loadtest.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tollgate.loadtest.client.HttpCall;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WrkLoadGeneratorTest {

    private static final LoadTarget TARGET = new LoadTarget(1, List.of(HttpCall.get("/")), List.of());

    @TempDir
    private Path folder;

    @Test
    void a_program_that_does_not_end_is_given_up() throws IOException {
        var program = program("echo begun; exec tail -f /dev/null");

        var client = new WrkLoadGenerator(program, folder, 1);

        assertThatThrownBy(() -> client.run(TARGET, 1, 1))
                .isInstanceOf(LoadFailed.class)
                .hasMessage("wrk did not end within 2 s:\nbegun\n");
    }

    @Test
    void what_a_program_prints_that_fails_is_told() throws IOException {
        var program = program("echo no such host >&2; exit 1");

        var client = new WrkLoadGenerator(program, folder, 20);

        assertThatThrownBy(() -> client.run(TARGET, 1, 1))
                .isInstanceOf(LoadFailed.class)
                .hasMessage("wrk failed:\nno such host\n");
    }

    @Test
    void errors_whose_status_was_not_read_are_not_counted_as_failures_inside_of_results() throws Exception {
        var program = program("echo RESULT 10 2000000 3 1 4000 5000 6000");

        var window = new WrkLoadGenerator(program, folder).run(TARGET, 1, 1);

        assertThat(window.successes()).isEqualTo(7);
        assertThat(window.errors()).isEqualTo(Map.of("4xx or 5xx", 3L, "599", 1L));
    }

    private Path program(String script) throws IOException {
        var program = Files.writeString(folder.resolve("program"), "#!/bin/sh\n" + script + "\n");
        return Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    }
}
