package dev.tollgate.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A redis-server without a file, on the loopback address: a restart begins without keys. Where it is kept it asks for a
 * password, random and made at the first start, which lies beside the data, readable by this user only.
 */
final class EmbeddedRedis extends ProcessServer {
    private static final Duration START_TIMEOUT = Duration.ofSeconds(20);

    private final Path folder;
    private final Path pidFile;
    private final @Nullable Path passwordFile;
    private final String directives;

    EmbeddedRedis(Path dataFolder, int port, boolean kept) {
        this(dataFolder, port, kept, List.of());
    }

    /** @param directives further lines of its configuration, which win over ours */
    EmbeddedRedis(Path dataFolder, int port, boolean kept, List<String> directives) {
        super("Redis", port);
        this.directives = String.join("\n", directives);
        this.folder = dataFolder.resolve("redis");
        this.pidFile = pidFile(dataFolder);
        this.passwordFile = kept ? dataFolder.resolve("redis-password") : null;
    }

    static Path pidFile(Path dataFolder) {
        return dataFolder.resolve("redis.pid");
    }

    String url() {
        return "redis://" + (passwordFile == null ? "" : "default:" + read(passwordFile) + '@') + "127.0.0.1:" + port;
    }

    private static String read(Path passwordFile) {
        try {
            return Files.readString(passwordFile).strip();
        } catch (IOException e) {
            throw new ServersUnavailable("Redis' password cannot be read: " + e, e);
        }
    }

    @Override
    GuardedProcess launch() throws IOException {
        if (passwordFile != null && !Files.exists(passwordFile)) {
            OwnerOnly.write(passwordFile, OwnerOnly.secret());
        }
        var file = Files.createDirectories(folder).resolve("redis.conf");
        OwnerOnly.write(file, configuration());
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
                appendonly no
                save ""
                daemonize no
                %s
                %s
                """.formatted(port, folder, passwordFile == null ? "" : "requirepass " + read(passwordFile), directives);
    }
}
