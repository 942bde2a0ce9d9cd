package dev.tollgate.embedded;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The one fixture of all tests: real servers, started at the first use in a test JVM and ended with it. Their data is
 * thrown away, so PostgreSQL does not wait for the disk; {@code tollgate.servers-durable=true} makes it wait.
 *
 * <p>Tests share the servers and keep out of each other's way by names: a database each ({@link #freshDatabase()}), ids
 * of their own in Redis and Kafka. A test that stops a server brings it back before it ends.
 */
public final class TestServers {
    private static final AtomicInteger DATABASES = new AtomicInteger();

    private TestServers() {}

    /** The servers of this JVM. */
    public static EmbeddedServers shared() {
        return Shared.SERVERS;
    }

    /** Makes an empty database on the shared PostgreSQL and returns its name. */
    public static String freshDatabase() {
        var servers = shared();
        var address = servers.addresses().postgres();
        var name = "test_" + ProcessHandle.current().pid() + "_" + DATABASES.incrementAndGet();
        var url = address.jdbcUrl(EmbeddedPostgres.MAINTENANCE_DATABASE);
        try (var connection = DriverManager.getConnection(url, address.user(), address.password());
                var statement = connection.createStatement()) {
            statement.execute("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
            statement.execute("CREATE DATABASE " + name);
        } catch (SQLException e) {
            throw new ServersUnavailable("no database could be made for a test: " + e.getMessage(), e);
        }
        return name;
    }

    private static final class Shared {
        private static final EmbeddedServers SERVERS = started();

        private static EmbeddedServers started() {
            var durable = Boolean.parseBoolean(Setting.text("tollgate.servers-durable", "false"));
            var servers = EmbeddedServers.start(Options.throwAway().withDurable(durable));
            Runtime.getRuntime().addShutdownHook(new Thread(servers::close, "stop test servers"));
            return servers;
        }
    }
}
