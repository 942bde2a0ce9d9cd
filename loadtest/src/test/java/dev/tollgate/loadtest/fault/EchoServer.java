package dev.tollgate.loadtest.fault;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** A server on loopback that sends back what it gets after its name, and keeps what it got. */
final class EchoServer implements AutoCloseable {

    private final ServerSocket listener = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
    final BlockingQueue<String> received = new LinkedBlockingQueue<>();
    private final String name;

    EchoServer(String name) throws IOException {
        this.name = name;
        var _ = Thread.startVirtualThread(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                var client = listener.accept();
                var _ = Thread.startVirtualThread(() -> serve(client));
            } catch (IOException closed) {
                // the loop ends
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            var piece = new byte[1_024];
            for (int length = client.getInputStream().read(piece);
                    length >= 0;
                    length = client.getInputStream().read(piece)) {
                var text = new String(piece, 0, length, StandardCharsets.UTF_8);
                received.add(text);
                client.getOutputStream().write((name + text).getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException reset) {
            received.add("reset");
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
