package dev.tollgate.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/** Talks to the servers as a client would. */
record Probe(Addresses addresses) {

    String sql(String statement) throws SQLException {
        var address = addresses.postgres();
        var url = address.jdbcUrl(address.database());
        try (var connection = DriverManager.getConnection(url, address.user(), address.password());
                var running = connection.createStatement()) {
            if (!running.execute(statement)) {
                return "";
            }
            try (var rows = running.getResultSet()) {
                return rows.next() ? rows.getString(1) : "";
            }
        }
    }

    /** The answer to a command of somebody who has logged in as the URL says. */
    String redis(String command) throws IOException {
        var login = URI.create(addresses.redisUrl()).getUserInfo();
        try (var socket = redisSocket()) {
            if (login != null) {
                var _ = redis(socket, "AUTH " + login.replace(':', ' '));
            }
            return redis(socket, command);
        }
    }

    /** The answer to a command of anybody. */
    String redisWithoutLogin(String command) throws IOException {
        try (var socket = redisSocket()) {
            return redis(socket, command);
        }
    }

    private Socket redisSocket() throws IOException {
        var socket = new Socket(
                InetAddress.getLoopbackAddress(),
                URI.create(addresses.redisUrl()).getPort());
        socket.setSoTimeout(5_000);
        return socket;
    }

    private static String redis(Socket socket, String command) throws IOException {
        socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.UTF_8));
        var buffer = new byte[512];
        var length = socket.getInputStream().read(buffer);
        return new String(buffer, 0, length, StandardCharsets.UTF_8).strip();
    }

    void execute(String statement) throws SQLException {
        var _ = sql(statement);
    }

    void send(String redisCommand) throws IOException {
        var _ = redis(redisCommand);
    }

    void createTopic(String name) throws ExecutionException, InterruptedException {
        try (var admin = admin()) {
            admin.createTopics(List.of(new NewTopic(name, 2, (short) 1))).all().get();
        }
    }

    Set<String> topics() throws ExecutionException, InterruptedException {
        try (var admin = admin()) {
            return admin.listTopics().names().get();
        }
    }

    private Admin admin() {
        return Admin.create(Map.of(
                "bootstrap.servers",
                addresses.kafkaBootstrap(),
                "request.timeout.ms",
                "5000",
                "default.api.timeout.ms",
                "15000"));
    }

    static boolean listening(int port) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200);
            return true;
        } catch (IOException _) {
            return false;
        }
    }
}
