package dev.tollgate.loadtest.environment;

import dev.tollgate.embedded.Addresses;
import dev.tollgate.embedded.OwnerSql;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** PostgreSQL, Redis and Kafka of a run. */
public interface BackingServers extends AutoCloseable {

    /** Where the parts of the installation reach them. */
    Addresses addresses();

    /** The process that all of them descend from. */
    long pid();

    /** Redis alone. */
    long redisPid() throws IOException;

    /** Kills all of them, like a power cut, and starts them again on their data. */
    void killAndRestart() throws IOException, InterruptedException;

    @Override
    void close();

    /** The database, as the owner of its tables. */
    default OwnerSql sql() {
        var postgres = addresses().postgres();
        return new OwnerSql(postgres.jdbcUrl(postgres.database()), postgres.user(), postgres.password());
    }

    /** Versions by name, for the report. */
    default Map<String, String> versions() throws IOException, InterruptedException {
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
}
