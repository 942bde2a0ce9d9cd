package dev.tollgate.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A redis-server with an append-only file, on the loopback address. */
final class EmbeddedRedis extends ProcessServer {
    private static final Duration START_TIMEOUT = Duration.ofSeconds(20);

    private final Path folder;
    private final Path pidFile;

    EmbeddedRedis(Path dataFolder, int port) {
        super("Redis", port);
        this.folder = dataFolder.resolve("redis");
        this.pidFile = pidFile(dataFolder);
    }

    static Path pidFile(Path dataFolder) {
        return dataFolder.resolve("redis.pid");
    }

    String url() {
        return "redis://127.0.0.1:" + port;
    }

    @Override
    GuardedProcess launch() throws IOException {
        var file = Files.createDirectories(folder).resolve("redis.conf");
        Files.writeString(file, configuration());
        var started = GuardedProcess.start(
                "TERM", pidFile, List.of(BinaryCache.redis().toString(), file.toString()));
        started.awaitLine("Ready to accept connections", START_TIMEOUT);
        return started;
    }

    private String configuration() {
        return """
                bind 127.0.0.1
                port %d
                dir "%s"
                appendonly yes
                appendfsync everysec
                save ""
                daemonize no
                """.formatted(port, folder);
    }
}
