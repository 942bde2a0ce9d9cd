package dev.tollgate.loadtest.environment;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tollgate.embedded.Addresses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** PostgreSQL, Redis and Kafka of a run in processes of their own. An installed redis-server is preferred. */
public final class BackingServers implements AutoCloseable {

    private final ChildProcess process;
    private final Addresses addresses;
    private final Path data;

    /** Starts them on data in the folder. */
    BackingServers(Path folder) throws IOException, InterruptedException {
        this.data = folder.resolve("servers");
        var command = new ArrayList<>(LocalMachine.java(
                System.getProperty("java.class.path"), BackingServersMain.class.getName(), List.of(data.toString())));
        LocalMachine.program("redis-server").ifPresent(redis -> command.add(1, "-Dtollgate.servers-redis=" + redis));
        this.process = ChildProcess.start(command, Map.of(), folder.resolve("servers.log"));
        var line = process.awaitLine(BackingServersMain.READY);
        this.addresses =
                new ObjectMapper().readValue(line.substring(BackingServersMain.READY.length()), Addresses.class);
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

    /** Reads one row. */
    public interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** Runs a query as the owner of the database. */
    public <T> List<T> query(String sql, RowReader<T> reader, String... parameters) {
        try (var connection = connect();
                var statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setString(i + 1, parameters[i]);
            }
            try (var found = statement.executeQuery()) {
                var rows = new ArrayList<T>();
                while (found.next()) {
                    rows.add(reader.read(found));
                }
                return rows;
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the query failed", e);
        }
    }

    /** Creates an empty database. */
    public void createDatabase(String name) {
        try (var connection = connect();
                var statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        } catch (SQLException e) {
            throw new IllegalStateException("no database " + name, e);
        }
    }

    private Connection connect() throws SQLException {
        var postgres = addresses.postgres();
        return DriverManager.getConnection(postgres.jdbcUrl(postgres.database()), postgres.user(), postgres.password());
    }

    /** Versions by name, for the report. */
    public Map<String, String> versions() throws IOException, InterruptedException {
        var postgres = query("SHOW server_version", row -> row.getString(1)).getFirst();
        return Map.of("postgres", postgres, "redis", redisVersion(), "kafka", kafkaVersion());
    }

    private static String redisVersion() throws IOException, InterruptedException {
        var installed = LocalMachine.program("redis-server");
        return installed.isEmpty()
                ? "7.0.15, the embedded one"
                : LocalMachine.output(installed.get().toString(), "--version").replaceAll("(?s).*v=(\\S+).*", "$1")
                        + ", " + installed.get();
    }

    private static String kafkaVersion() throws IOException {
        var properties = new Properties();
        try (var resource = BackingServers.class.getResourceAsStream("/kafka/kafka-version.properties")) {
            if (resource != null) {
                properties.load(resource);
            }
        }
        return properties.getProperty("version", "unknown") + ", one node in a JVM of its own";
    }

    @Override
    public void close() {
        process.close();
    }
}
