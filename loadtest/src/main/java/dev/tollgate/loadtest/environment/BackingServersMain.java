package dev.tollgate.loadtest.environment;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tollgate.embedded.EmbeddedServers;
import dev.tollgate.embedded.Options;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The servers apart from everything that is measured: PostgreSQL and Redis as processes, Kafka in this one. It prints a
 * line with their addresses and ends when its standard input closes.
 */
public final class BackingServersMain {

    /** The beginning of the line with the addresses. */
    static final String READY = "servers ";

    private BackingServersMain() {}

    /** Argument: the folder of the data. */
    public static void main(String[] arguments) throws IOException {
        var servers = EmbeddedServers.start(Options.kept(Path.of(arguments[0])));
        Runtime.getRuntime().addShutdownHook(new Thread(servers::close, "stop servers"));
        System.out.println(READY + new ObjectMapper().writeValueAsString(servers.addresses()));
        while (System.in.read() >= 0) {
            // the parent process is still there
        }
        System.exit(0);
    }
}
