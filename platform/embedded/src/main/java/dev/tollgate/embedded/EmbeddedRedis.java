package dev.tollgate.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A redis-server with an append-only file, on the loopback address. */
final class EmbeddedRedis implements Server {
    private static final Duration START_TIMEOUT = Duration.ofSeconds(20);

    private final Path folder;
    private final Path pidFile;
    private final int port;
    private @Nullable GuardedProcess process;

    EmbeddedRedis(Path dataFolder, int port) {
        this.folder = dataFolder.resolve("redis");
        this.pidFile = pidFile(dataFolder);
        this.port = FreePort.orAny(port);
    }

    static Path pidFile(Path dataFolder) {
        return dataFolder.resolve("redis.pid");
    }

    String url() {
        return "redis://127.0.0.1:" + port;
    }

    @Override
    public String name() {
        return "Redis";
    }

    @Override
    public synchronized void start() {
        if (running()) {
            return;
        }
        try {
            var file = Files.createDirectories(folder).resolve("redis.conf");
            Files.writeString(file, configuration());
            var command = List.of(BinaryCache.redis().toString(), file.toString());
            var started = GuardedProcess.start("TERM", pidFile, command);
            started.awaitLine("Ready to accept connections", START_TIMEOUT);
            process = started;
        } catch (IOException e) {
            throw ServersUnavailable.because("Redis did not start on port " + port, e);
        }
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

    @Override
    public synchronized void stop() {
        if (process != null) {
            process.stop();
            process = null;
        }
    }

    @Override
    public synchronized void kill() {
        if (process != null) {
            process.kill();
            process = null;
        }
    }

    @Override
    public synchronized boolean running() {
        return process != null && process.alive();
    }
}
