package dev.tollgate.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A further Redis server with data of its own, which ends with the JVM: for replicas and failovers. */
public final class RedisNode implements AutoCloseable {

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
            var node = new RedisNode(new EmbeddedRedis(folder, 0, false, List.of(directives)));
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
