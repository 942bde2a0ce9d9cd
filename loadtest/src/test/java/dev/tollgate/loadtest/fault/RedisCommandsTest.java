package dev.tollgate.loadtest.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tollgate.embedded.FreePort;
import dev.tollgate.embedded.Server;
import dev.tollgate.embedded.SingleServers;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedisCommandsTest {

    private static final String LIBRARY = """
            #!lua name=tollgate
            local OFFSET_MS = 0
            redis.register_function('tollgate_clock', function() return OFFSET_MS end)
            """;

    @TempDir
    Path folder;

    private Server server;
    private RedisCommands redis;

    @BeforeEach
    void start() {
        int port = FreePort.orAny(0);
        server = SingleServers.redis(folder, port);
        server.start();
        redis = new RedisCommands(port);
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    @Test
    void an_error_is_an_exception_with_its_text() {
        assertThatThrownBy(() -> redis.send("NOSUCHCOMMAND"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("unknown command");
    }

    @Test
    void a_figure_is_read_by_its_name() throws IOException {
        assertThat(redis.info("role")).isEqualTo("master");
    }

    @Test
    void the_clock_of_the_library_is_stepped_and_stepped_back() throws IOException {
        var _ = redis.send("FUNCTION", "LOAD", LIBRARY);

        redis.stepClock(-3_600_000);

        assertThat(redis.send("FCALL", "tollgate_clock", "0")).isEqualTo("-3600000");
        redis.stepClock(0);
        assertThat(redis.send("FCALL", "tollgate_clock", "0")).isEqualTo("0");
    }
}
