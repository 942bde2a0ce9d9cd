package dev.tollgate.gateway.cost;

import dev.tollgate.runtime.postgres.DatabaseRole;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Stands between a gateway and PostgreSQL, and counts the statements that connections in the role of the app execute,
 * by their text.
 */
final class StatementProxy implements AutoCloseable {

    private static final int PROTOCOL_MAJOR = 3;
    private static final int MAJOR_SHIFT = 16;
    private static final String ROLE = "\0role\0" + DatabaseRole.APP.name() + '\0';

    private final ServerSocket listener;
    private final String host;
    private final int port;
    private final Map<String, AtomicLong> counts = new ConcurrentHashMap<>();

    StatementProxy(String host, int port) {
        this.host = host;
        this.port = port;
        try {
            this.listener = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** Executions so far, by text. */
    Map<String, Long> counts() {
        var now = new TreeMap<String, Long>();
        counts.forEach((text, count) -> now.put(text, count.get()));
        return now;
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                var client = listener.accept();
                var server = new Socket(host, port);
                client.setTcpNoDelay(true);
                server.setTcpNoDelay(true);
                Thread.ofVirtual().start(() -> between(client, server, () -> new Requests(client, server).copy()));
                Thread.ofVirtual()
                        .start(() -> between(
                                client, server, () -> server.getInputStream().transferTo(client.getOutputStream())));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private interface Copy {
        void run() throws IOException;
    }

    /** Both ends are closed where one of them ends. */
    private static void between(Socket client, Socket server, Copy copy) {
        try (client;
                server) {
            copy.run();
        } catch (IOException ended) {
            // the other direction ends with it
        }
    }

    /** The messages of one client on their way to the server. */
    private final class Requests {

        private final DataInputStream in;
        private final DataOutputStream out;
        private final Map<String, String> prepared = new HashMap<>();
        private boolean counted;

        Requests(Socket client, Socket server) throws IOException {
            in = new DataInputStream(new BufferedInputStream(client.getInputStream()));
            out = new DataOutputStream(new BufferedOutputStream(server.getOutputStream()));
        }

        void copy() throws IOException {
            while (!started()) {
                out.flush();
            }
            while (true) {
                if (in.available() == 0) {
                    out.flush();
                }
                int type = in.read();
                if (type < 0) {
                    return;
                }
                out.write(type);
                var body = ByteBuffer.wrap(passed());
                if (counted) {
                    count(type, body);
                }
            }
        }

        /** Passes a message without a type; whether it was the start of the session. */
        private boolean started() throws IOException {
            var message = passed();
            boolean start = ByteBuffer.wrap(message).getInt() >> MAJOR_SHIFT == PROTOCOL_MAJOR;
            counted = start && new String(message, StandardCharsets.UTF_8).contains(ROLE);
            return start;
        }

        private byte[] passed() throws IOException {
            int length = in.readInt();
            var body = in.readNBytes(length - Integer.BYTES);
            out.writeInt(length);
            out.write(body);
            return body;
        }

        private void count(int type, ByteBuffer body) {
            switch (type) {
                case 'P' -> {
                    var name = text(body);
                    prepared.put(name, text(body));
                }
                case 'B' -> {
                    var _ = text(body);
                    executed(prepared.getOrDefault(text(body), "unknown"));
                }
                case 'Q' -> executed(text(body));
                default -> {}
            }
        }

        private void executed(String sql) {
            counts.computeIfAbsent(sql, _ -> new AtomicLong()).incrementAndGet();
        }

        private static String text(ByteBuffer body) {
            int from = body.position();
            while (body.get() != 0) {
                // up to the end of the text
            }
            return new String(body.array(), from, body.position() - 1 - from, StandardCharsets.UTF_8);
        }
    }
}
