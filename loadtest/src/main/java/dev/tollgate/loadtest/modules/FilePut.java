package dev.tollgate.loadtest.modules;

import static dev.tollgate.loadtest.report.BrokenPromise.require;

import dev.tollgate.loadtest.client.HttpCall;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Bytes of a file as the body of a PUT, on a connection of its own. The kernel sends them (sendfile), so that the
 * client takes little of the processors that it shares with the gateway.
 *
 * @param port of the gateway, whatever the host of a URL is
 */
record FilePut(int port, Path file) {

    private static final String TYPE = "application/octet-stream";

    /** Sends bytes, which must be taken. */
    void send(URI url, long from, long length) throws IOException {
        try (var connection = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                var bytes = FileChannel.open(file, StandardOpenOption.READ)) {
            var head = ByteBuffer.wrap(head(url, length).getBytes(StandardCharsets.US_ASCII));
            while (head.hasRemaining()) {
                var _ = connection.write(head);
            }
            for (long sent = 0; sent < length; ) {
                sent += bytes.transferTo(from + sent, length - sent, connection);
            }
            var answer = answer(connection);
            require(answer.startsWith("HTTP/1.1 200 "), "bytes are taken, but: " + answer);
        }
    }

    private String head(URI url, long length) {
        return "PUT " + url.getRawPath() + "?" + url.getRawQuery() + " HTTP/1.1\r\n"
                + "Host: " + HttpCall.HOST + ":" + port + "\r\n"
                + "Content-Type: " + TYPE + "\r\n"
                + "Content-Length: " + length + "\r\n"
                + "Connection: close\r\n\r\n";
    }

    private static String answer(SocketChannel connection) throws IOException {
        var all = new ByteArrayOutputStream();
        var _ = Channels.newInputStream(connection).transferTo(all);
        return all.toString(StandardCharsets.UTF_8);
    }
}
