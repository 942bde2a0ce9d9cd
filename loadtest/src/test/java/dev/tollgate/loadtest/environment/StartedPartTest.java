package dev.tollgate.loadtest.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartedPartTest {

    @TempDir
    Path folder;

    private final List<Integer> tried = new ArrayList<>();

    @Test
    void a_port_that_was_taken_meanwhile_is_replaced_by_another() throws Exception {
        var started = StartedPart.onFreePort(port -> {
            tried.add(port);
            return tried.size() < 3
                    ? taken(port)
                    : ChildProcess.start(List.of("true"), Map.of(), folder.resolve("log"));
        });

        assertThat(tried).hasSize(3).doesNotHaveDuplicates();
        assertThat(started.managementPort()).isEqualTo(tried.getLast());
    }

    @Test
    void after_five_ports_and_for_any_other_reason_the_start_fails() {
        assertThatThrownBy(() -> StartedPart.onFreePort(this::taken)).hasMessageContaining("cannot be bound");
        assertThatThrownBy(() -> StartedPart.onFreePort(port -> {
                    tried.add(port);
                    throw new IOException("no readiness");
                }))
                .hasMessage("no readiness");
        assertThat(tried).hasSize(StartedPart.PORTS_MAX + 1);
    }

    /** What the log of a process says whose port another one has. */
    private ChildProcess taken(int port) throws IOException {
        if (!tried.contains(port)) {
            tried.add(port);
        }
        throw new IOException("the management port " + port + " cannot be bound: bind(..) failed with error(-98)");
    }
}
