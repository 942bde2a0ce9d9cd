package dev.tollgate.loadtest.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ArrivalConnectionsTest {

    private static final int SOON_MS = 10_000;

    @Test
    void a_connection_that_is_answered_without_a_call_is_closed() throws Exception {
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var connections = new ArrivalConnections((_, _, _, _) -> {})) {
            connections.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getLocalPort()), 1);
            try (var accepted = server.accept()) {
                accepted.getOutputStream()
                        .write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

                connections.await(SOON_MS);

                assertThat(connections.open()).isZero();
                assertThat(connections.anyFree()).isFalse();
            }
        }
    }

    @Test
    void a_connection_that_breaks_without_a_call_is_counted_once() throws Exception {
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var connections = new ArrivalConnections((_, _, _, _) -> {})) {
            connections.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getLocalPort()), 1);
            server.accept().close();

            connections.await(SOON_MS);

            assertThat(connections.takeLost()).isEqualTo(1);
            assertThat(connections.takeLost()).isZero();
        }
    }
}
