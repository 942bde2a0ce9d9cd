package dev.tollgate.loadtest.environment;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tollgate.embedded.Addresses;
import dev.tollgate.embedded.EmbeddedServers;
import dev.tollgate.embedded.Options;
import dev.tollgate.embedded.OwnerSql;
import dev.tollgate.loadtest.environment.LocalMachine.JavaProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * PostgreSQL, Redis and Kafka of a run, apart from everything that is measured: PostgreSQL and Redis as processes,
 * Kafka in the process that starts them. An installed redis-server is preferred.
 */
public final class BackingServers implements AutoCloseable {

    /** The beginning of the line with the addresses. */
    private static final String READY = "servers ";

    private final ChildProcess process;
    private final Addresses addresses;
    private final Path data;

    /** Starts them on data in the folder. */
    BackingServers(Path folder) throws IOException, InterruptedException {
        this.data = folder.resolve("servers");
        var command = JavaProgram.ofThisRun(BackingServers.class).command(List.of(data.toString()));
        LocalMachine.program("redis-server").ifPresent(redis -> command.add(1, "-Dtollgate.servers-redis=" + redis));
        this.process = ChildProcess.start(command, Map.of(), folder.resolve("servers.log"));
        var line = process.awaitLine(READY);
        this.addresses = new ObjectMapper().readValue(line.substring(READY.length()), Addresses.class);
    }

    /**
     * Starts servers, prints a line with their addresses, and ends when the standard input closes.
     *
     * @param arguments the folder of the data
     */
    public static void main(String[] arguments) throws IOException {
        var servers = EmbeddedServers.start(Options.kept(Path.of(arguments[0])));
        Runtime.getRuntime().addShutdownHook(new Thread(servers::close, "stop servers"));
        System.out.println(READY + new ObjectMapper().writeValueAsString(servers.addresses()));
        while (System.in.read() >= 0) {
            // the parent process is still there
        }
        System.exit(0);
    }

    public Addresses addresses() {
        return addresses;
    }

    /** The process that PostgreSQL and Redis descend from. */
    public long pid() {
        return process.pid();
    }

    /** Redis alone. */
    public long redisPid() throws IOException {
        return Long.parseLong(Files.readString(data.resolve("redis.pid")).strip());
    }

    /** The database, as the owner of its tables. */
    public OwnerSql sql() {
        var postgres = addresses.postgres();
        return new OwnerSql(postgres.jdbcUrl(postgres.database()), postgres.user(), postgres.password());
    }

    /** Versions by name, for the report. */
    public Map<String, String> versions() throws IOException, InterruptedException {
        return Map.of(
                "postgres", sql().text("SHOW server_version"),
                "redis", redisVersion(),
                "kafka", kafkaVersion() + ", one node in a JVM of its own");
    }

    private static String kafkaVersion() throws IOException {
        var properties = new Properties();
        try (var resource = BackingServers.class.getResourceAsStream("/kafka/kafka-version.properties")) {
            if (resource != null) {
                properties.load(resource);
            }
        }
        return properties.getProperty("version", "unknown");
    }

    private static String redisVersion() throws IOException, InterruptedException {
        var installed = LocalMachine.program("redis-server").map(Path::toString);
        return installed.isEmpty()
                ? "7.0.15, the embedded one"
                : LocalMachine.output(List.of(installed.get(), "--version"), Map.of())
                                .replaceAll("(?s).*v=(\\S+).*", "$1")
                        + ", " + installed.get();
    }

    /** Kills them, like a power cut. */
    void kill() throws InterruptedException {
        process.kill();
    }

    @Override
    public void close() {
        process.close();
    }
}
