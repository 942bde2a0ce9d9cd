package dev.tollgate.loadtest.modules;

import static dev.tollgate.loadtest.report.BrokenPromise.require;

import dev.tollgate.loadtest.client.HttpCall;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/**
 * Downloads on connections of their own whose bytes are dropped as they come, so that the client takes little of the
 * processors that it shares with the gateway.
 *
 * @param port of the gateway, whatever the host of a URL is
 */
record FileGet(int port) {

    private static final int READ_BYTES = 1 << 20;
    private static final String END_OF_HEAD = "\r\n\r\n";

    /** Receives a file; returns the number of its bytes. */
    long receive(URI url) throws IOException {
        try (var connection = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))) {
            var request = ByteBuffer.wrap(head(url).getBytes(StandardCharsets.US_ASCII));
            while (request.hasRemaining()) {
                var _ = connection.write(request);
            }
            var bytes = ByteBuffer.allocateDirect(READ_BYTES);
            long received = behindHead(connection, bytes);
            for (int read = 0; read >= 0; read = connection.read(bytes.clear())) {
                received += read;
            }
            return received;
        }
    }

    private String head(URI url) {
        return "GET " + url.getRawPath() + "?" + url.getRawQuery() + " HTTP/1.1\r\n"
                + "Host: " + HttpCall.HOST + ":" + port + "\r\n"
                + "Connection: close\r\n\r\n";
    }

    /** Reads the head of an answer, which must be 200; the bytes that have come behind it. */
    private static long behindHead(SocketChannel connection, ByteBuffer bytes) throws IOException {
        int end = -1;
        var text = "";
        while (end < 0) {
            require(connection.read(bytes) > 0, "an answer has a head, but: " + text);
            text = StandardCharsets.US_ASCII.decode(bytes.duplicate().flip()).toString();
            end = text.indexOf(END_OF_HEAD);
        }
        require(text.startsWith("HTTP/1.1 200 "), "a download is answered 200, but: " + text.substring(0, end));
        return (long) text.length() - end - END_OF_HEAD.length();
    }
}
