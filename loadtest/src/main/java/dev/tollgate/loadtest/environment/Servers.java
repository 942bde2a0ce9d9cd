package dev.tollgate.loadtest.environment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/** The three servers of a run, in processes of their own. A redis-server of the system is preferred to ours. */
public final class Servers implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Child process;
    private final JsonNode addresses;
    private final Path folder;

    private Servers(Child process, JsonNode addresses, Path folder) {
        this.process = process;
        this.addresses = addresses;
        this.folder = folder;
    }

    /** Starts them on data in the folder. */
    public static Servers start(Path folder) throws IOException, InterruptedException {
        var data = folder.resolve("servers");
        var command = new ArrayList<>(Jvm.command(System.getProperty("java.class.path")));
        systemRedis().ifPresent(redis -> command.add("-Dtollgate.servers-redis=" + redis));
        command.addAll(List.of(ServersMain.class.getName(), data.toString()));
        var process = Child.start(command, Map.of(), folder, folder.resolve("servers.log"));
        var line = process.awaitLine(ServersMain.READY);
        return new Servers(process, JSON.readTree(line.substring(ServersMain.READY.length())), data);
    }

    /** The redis-server that the system has installed. */
    static Optional<Path> systemRedis() {
        return Programs.find("redis-server");
    }

    JsonNode postgres() {
        return addresses.path("postgres");
    }

    /** Redis as a URL. */
    public String redisUrl() {
        return addresses.path("redisUrl").asText();
    }

    String kafkaBootstrap() {
        return addresses.path("kafkaBootstrap").asText();
    }

    /** The process whose descendants PostgreSQL and Redis are. */
    public long pid() {
        return process.pid();
    }

    /** Redis alone. */
    public long redisPid() throws IOException {
        return Long.parseLong(Files.readString(folder.resolve("redis.pid")).strip());
    }

    /** JDBC URL of a database, and the owner's login. */
    public Login login(String database) {
        var postgres = postgres();
        return new Login(
                postgres.path("host").asText(),
                postgres.path("port").asInt(),
                database,
                postgres.path("user").asText(),
                postgres.path("password").asText());
    }

    /** The owner's login to the database of the product. */
    public Login product() {
        return login(postgres().path("database").asText());
    }

    /** Where PostgreSQL is and who owns it. */
    public record Login(String host, int port, String database, String user, String password) {

        public String jdbcUrl() {
            return "jdbc:postgresql://" + host + ":" + port + "/" + database;
        }

        /** Shows no password. */
        @Override
        public String toString() {
            return user + "@" + host + ":" + port + "/" + database;
        }
    }

    /** Makes an empty database and says how its owner logs in. */
    public Login createDatabase(String name) throws SQLException {
        var login = login("postgres");
        try (var connection = DriverManager.getConnection(login.jdbcUrl(), login.user(), login.password());
                var statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        }
        return login(name);
    }

    /** What runs, by name: into the report. */
    public Map<String, String> versions() throws IOException, InterruptedException {
        return Map.of("postgres", postgresVersion(), "redis", redisVersion(), "kafka", kafkaVersion());
    }

    private String postgresVersion() {
        var login = login("postgres");
        try (var connection = DriverManager.getConnection(login.jdbcUrl(), login.user(), login.password());
                var statement = connection.createStatement();
                var found = statement.executeQuery("SHOW server_version")) {
            return found.next() ? found.getString(1) : "unknown";
        } catch (SQLException e) {
            return "unknown";
        }
    }

    private static String redisVersion() throws IOException, InterruptedException {
        var system = systemRedis();
        if (system.isEmpty()) {
            return "7.0.15, the embedded one";
        }
        var process = new ProcessBuilder(system.get().toString(), "--version").start();
        var printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        var _ = process.waitFor();
        return printed.replaceAll("(?s).*v=(\\S+).*", "$1") + ", " + system.get();
    }

    private static String kafkaVersion() throws IOException {
        var properties = new Properties();
        try (var resource = Servers.class.getResourceAsStream("/kafka/kafka-version.properties")) {
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
