package dev.tollgate.standalone.image;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** One connection of HTTP/1.1 that hides nothing: no retry, no second connection behind the caller's back. */
final class KeptConnection implements AutoCloseable {
    private static final int SILENCE_MAX_MS = 40_000;

    /** @param close the server asks to come back on another connection */
    record Reply(int status, boolean close, String body) {}

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    KeptConnection(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(SILENCE_MAX_MS);
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream());
        out = socket.getOutputStream();
    }

    static String request(String method, String path, String token, String body) {
        return """
                %s %s HTTP/1.1
                Host: localhost
                Authorization: Bearer %s
                Accept: application/json, text/event-stream
                Content-Type: application/json
                Content-Length: %d

                """.formatted(method, path, token, body.length()).replace("\n", "\r\n") + body;
    }

    void send(String bytes) throws IOException {
        out.write(bytes.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    Reply call(String request) throws IOException {
        send(request);
        return read();
    }

    Reply read() throws IOException {
        var status = Integer.parseInt(line().split(" ")[1]);
        Map<String, String> headers = new TreeMap<>();
        for (var header = line(); !header.isEmpty(); header = line()) {
            var colon = header.indexOf(':');
            headers.put(
                    header.substring(0, colon).toLowerCase(Locale.ROOT),
                    header.substring(colon + 1).strip());
        }
        var body = in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
        return new Reply(
                status,
                headers.getOrDefault("connection", "").equalsIgnoreCase("close"),
                new String(body, StandardCharsets.UTF_8));
    }

    private String line() throws IOException {
        var line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("the server closed after '" + line + "'");
            }
            line.append((char) next);
        }
        return line.toString().strip();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
