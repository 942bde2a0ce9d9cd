package dev.tollgate.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * The one fixture of all tests: real servers, started at the first use in a test JVM and ended with it. Their data is
 * thrown away, so PostgreSQL does not wait for the disk; {@code tollgate.servers-durable=true} makes it wait.
 *
 * <p>Tests share the servers and keep out of each other's way by names: a database each ({@link #freshDatabase()}), ids
 * of their own in Redis and Kafka. A test that stops a server brings it back before it ends.
 */
public final class TestServers {
    private static final String LOOPBACK = "127.0.0.1";
    private static final AtomicInteger DATABASES = new AtomicInteger();
    private static final Map<String, String> TEMPLATES = new ConcurrentHashMap<>();

    private TestServers() {}

    /** The servers of this JVM. */
    public static EmbeddedServers shared() {
        return Shared.SERVERS;
    }

    /** Makes an empty database on the shared PostgreSQL and returns its name. */
    public static String freshDatabase() {
        return database("");
    }

    /**
     * Makes a copy of a database that is prepared at the first use in this JVM: to copy costs a tenth of migrations.
     *
     * @param template tells templates of one JVM apart
     * @param prepare fills the database with this name, and closes its connections
     */
    public static String copiedDatabase(String template, Consumer<String> prepare) {
        var source = TEMPLATES.computeIfAbsent(template, _ -> {
            var name = freshDatabase();
            prepare.accept(name);
            return name;
        });
        return database(" TEMPLATE " + source);
    }

    private static String database(String options) {
        var servers = shared();
        var address = servers.addresses().postgres();
        var name = "test_" + ProcessHandle.current().pid() + "_" + DATABASES.incrementAndGet();
        var url = address.jdbcUrl(EmbeddedPostgres.MAINTENANCE_DATABASE);
        try (var connection = DriverManager.getConnection(url, address.user(), address.password());
                var statement = connection.createStatement()) {
            OwnerConnections.closeIdle();
            statement.execute("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
            statement.execute("CREATE DATABASE " + name + options);
        } catch (SQLException e) {
            throw new ServersUnavailable("no database could be made for a test: " + e.getMessage(), e);
        }
        return name;
    }

    /** Settings of a process on the shared servers, with management on a free port of loopback. */
    public static Map<String, String> settings(String database) {
        return settings(shared(), database);
    }

    private static Map<String, String> settings(EmbeddedServers servers, String database) {
        var postgres = servers.addresses().postgres();
        var settings = new HashMap<String, String>();
        settings.put("tollgate.postgres.host", postgres.host());
        settings.put("tollgate.postgres.port", Integer.toString(postgres.port()));
        settings.put("tollgate.postgres.database", database);
        settings.put("tollgate.postgres.user", postgres.user());
        settings.put("tollgate.postgres.password", postgres.password());
        settings.put("tollgate.redis.url", servers.redisUrl());
        settings.put("tollgate.kafka.bootstrap-servers", servers.kafkaBootstrap());
        settings.put("tollgate.management.port", "0");
        settings.put("tollgate.management.host", LOOPBACK);
        return settings;
    }

    /** The same for a gateway, with its app plane on a free port of loopback and secrets of tests. */
    public static Map<String, String> gatewaySettings(String database) {
        return gatewaySettings(shared(), database);
    }

    /** The same on servers of a test's own. */
    public static Map<String, String> gatewaySettings(EmbeddedServers servers, String database) {
        var settings = settings(servers, database);
        int port = freePort();
        settings.put("tollgate.gateway.host", LOOPBACK);
        settings.put("tollgate.gateway.port", Integer.toString(port));
        settings.put("tollgate.public-url", "http://localhost:" + port);
        settings.put("tollgate.files.folder", "target/files-" + port);
        settings.put("tollgate.process.loops", "2");
        settings.put("tollgate.pepper.secret", "a pepper for tests, long enough");
        settings.put("tollgate.secrets.key", "00112233445566778899aabbccddeeff".repeat(2));
        settings.put("tollgate.cursor.key", "ffeeddccbbaa99887766554433221100".repeat(2));
        return settings;
    }

    /**
     * A Redis of a test's own, for tests that set its clock off: every process of the shared one would feel it.
     *
     * @param url where it is reached
     */
    public record OwnRedis(Server server, String url) implements AutoCloseable {
        @Override
        public void close() {
            server.stop();
        }
    }

    /** Starts one more Redis, which ends with this JVM at the latest. */
    public static OwnRedis startRedis() {
        try {
            var redis = new EmbeddedRedis(Files.createTempDirectory("tollgate-redis"), 0, false);
            redis.start();
            return new OwnRedis(redis, redis.url());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A port of loopback without a listener. */
    public static int freePort() {
        return FreePort.orAny(0);
    }

    private static final class Shared {
        private static final EmbeddedServers SERVERS = started();

        private static EmbeddedServers started() {
            var durable = Boolean.parseBoolean(ServerSetting.text("tollgate.servers-durable", "false"));
            var servers = EmbeddedServers.start(Options.throwAway().withDurable(durable));
            Runtime.getRuntime().addShutdownHook(new Thread(servers::close, "stop test servers"));
            return servers;
        }
    }
}
