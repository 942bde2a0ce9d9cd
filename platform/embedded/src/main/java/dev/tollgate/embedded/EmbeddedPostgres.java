package dev.tollgate.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * PostgreSQL on the loopback address. The cluster is made at the first start; its owner's password is random and lies
 * beside it, readable by this user only. Logins send the password as it is: nothing but the loopback address listens.
 */
final class EmbeddedPostgres extends ProcessServer {
    static final String DATABASE = "tollgate";
    static final String USER = "postgres";
    static final String MAINTENANCE_DATABASE = "postgres";
    private static final String FIND_DATABASE = "SELECT 1 FROM pg_database WHERE datname = '" + DATABASE + "'";
    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);
    private static final int CONNECTIONS_MAX = 200;

    private final Path folder;
    private final Path passwordFile;
    private final Path pidFile;
    private final boolean durable;
    private final PostgresOwner owner;

    EmbeddedPostgres(Path folder, int port, boolean durable) {
        this(folder, port, durable, PostgresOwner.preferred());
    }

    EmbeddedPostgres(Path folder, int port, boolean durable, PostgresOwner owner) {
        super("PostgreSQL", port);
        this.folder = folder.resolve("postgres");
        this.pidFile = pidFile(folder);
        this.passwordFile = folder.resolve("postgres-password");
        this.durable = durable;
        this.owner = owner;
    }

    static Path pidFile(Path dataFolder) {
        return dataFolder.resolve("postgres.pid");
    }

    /** Where it is reached; complete once it has been started. */
    Addresses.Postgres address() {
        try {
            var password = Files.readString(passwordFile).strip();
            return new Addresses.Postgres("127.0.0.1", port, DATABASE, USER, password);
        } catch (IOException e) {
            throw new ServersUnavailable("PostgreSQL's password cannot be read: " + e, e);
        }
    }

    @Override
    GuardedProcess launch() throws IOException {
        var binaries = BinaryCache.postgres().resolve("bin");
        if (!Files.exists(folder.resolve("PG_VERSION"))) {
            initialize(binaries);
        }
        var started = GuardedProcess.start("INT", pidFile, owner.command(binaries.resolve("postgres"), arguments()));
        started.awaitLine("database system is ready to accept connections", START_TIMEOUT);
        return started;
    }

    private List<String> arguments() {
        return List.of(
                "-D",
                folder.toString(),
                "-p",
                Integer.toString(port),
                "-c",
                "listen_addresses=127.0.0.1",
                "-c",
                "unix_socket_directories=",
                "-c",
                "max_connections=" + CONNECTIONS_MAX,
                "-c",
                "shared_buffers=128MB",
                "-c",
                "timezone=UTC",
                "-c",
                "logging_collector=off",
                // Segments of the log are used again instead of made, and checkpoints are rare: making and flushing
                // hold up every commit.
                "-c",
                "min_wal_size=512MB",
                "-c",
                "max_wal_size=4GB",
                "-c",
                "checkpoint_timeout=15min",
                // The outbox and what waits for the audit are queues: the more of their rows are dead, the more
                // every look at them reads.
                "-c",
                "autovacuum_naptime=10s",
                // Keeps commit times of rows, for measurements.
                "-c",
                "track_commit_timestamp=on",
                "-c",
                "fsync=" + (durable ? "on" : "off"),
                "-c",
                "full_page_writes=" + (durable ? "on" : "off"));
    }

    /** Works in a folder beside and moves it at the end: a start killed half-way leaves no half cluster. */
    private void initialize(Path binaries) throws IOException {
        var secret = new byte[16];
        new SecureRandom().nextBytes(secret);
        Files.deleteIfExists(passwordFile);
        Files.createFile(
                passwordFile, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(passwordFile, HexFormat.of().formatHex(secret));
        var half = folder.resolveSibling("postgres-" + HexFormat.of().formatHex(secret, 0, 4));
        var command = owner.command(
                binaries.resolve("initdb"),
                List.of(
                        "--pgdata=" + half,
                        "--username=" + USER,
                        "--pwfile=" + passwordFile,
                        "--auth=password",
                        "--encoding=UTF8",
                        "--locale=C",
                        "--locale-provider=builtin",
                        "--builtin-locale=C.UTF-8",
                        durable ? "--data-checksums" : "--no-sync"));
        var log = folder.resolveSibling("initdb.log");
        var run = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            if (!run.waitFor(START_TIMEOUT.toSeconds(), TimeUnit.SECONDS) || run.exitValue() != 0) {
                run.destroyForcibly();
                throw new IOException(
                        "initdb failed: " + Files.readString(log).strip().replace('\n', '|'));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the cluster was made", e);
        }
        Files.move(half, folder);
    }

    /** Makes our database at the first start. */
    @Override
    void complete() throws SQLException {
        var address = address();
        var url = address.jdbcUrl(MAINTENANCE_DATABASE);
        try (var connection = DriverManager.getConnection(url, USER, address.password());
                var statement = connection.createStatement();
                var found = statement.executeQuery(FIND_DATABASE)) {
            if (!found.next()) {
                statement.execute("CREATE DATABASE " + DATABASE);
            }
        }
    }
}
