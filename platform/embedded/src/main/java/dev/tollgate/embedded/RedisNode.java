package dev.tollgate.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A further Redis server with data of its own, which ends with the JVM: for replicas and failovers. It ends at once,
 * also while a replica lacks what it wrote last.
 */
public final class RedisNode implements AutoCloseable {

    private static final String NO_WAIT_FOR_REPLICAS = "shutdown-timeout 0";

    private final EmbeddedRedis server;

    private RedisNode(EmbeddedRedis server) {
        this.server = server;
    }

    /**
     * Starts it on a free port and waits until it takes connections.
     *
     * @param directives lines of its configuration, such as {@code repl-backlog-ttl 1}
     */
    public static RedisNode start(String... directives) {
        try {
            Path folder = Files.createTempDirectory("tollgate-redis");
            var lines = new ArrayList<>(List.of(directives));
            lines.add(NO_WAIT_FOR_REPLICAS);
            var node = new RedisNode(new EmbeddedRedis(folder, 0, false, lines));
            node.server.start();
            return node;
        } catch (IOException e) {
            throw new ServersUnavailable("no folder could be made for a Redis server: " + e.getMessage(), e);
        }
    }

    public String url() {
        return server.url();
    }

    public int port() {
        return server.port;
    }

    /** To be stopped, killed and brought back. */
    public Server server() {
        return server;
    }

    @Override
    public void close() {
        server.stop();
    }
}
