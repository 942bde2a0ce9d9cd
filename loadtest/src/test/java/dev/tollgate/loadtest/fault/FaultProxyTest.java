package dev.tollgate.loadtest.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class FaultProxyTest {

    private static final int SILENT_MS = 200;
    private static final Duration SOON = Duration.ofSeconds(10);

    private EchoServer server;
    private FaultProxy proxy;
    private Socket client;

    @BeforeEach
    void start() throws IOException {
        server = new EchoServer("a:");
        proxy = new FaultProxy();
        proxy.to(server.port());
        client = connection();
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        proxy.close();
        server.close();
    }

    @Test
    void bytes_pass_in_both_directions() throws IOException {
        send("hello");

        assertThat(reply(7)).isEqualTo("a:hello");
    }

    @Test
    void an_end_of_requests_is_passed_on_and_the_replies_end() throws IOException {
        send("hello");
        client.shutdownOutput();

        assertThat(new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo("a:hello");
    }

    @Test
    void a_delay_holds_replies_up() throws IOException {
        proxy.set(new LinkFault.Delay(Duration.ofMillis(SILENT_MS), Duration.ofMillis(10)));
        long began = System.nanoTime();
        send("hello");

        assertThat(reply(7)).isEqualTo("a:hello");
        assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began)).isGreaterThanOrEqualTo(SILENT_MS);
    }

    @Test
    void nothing_passes_a_black_hole_until_it_ends() throws Exception {
        proxy.set(new LinkFault.BlackHole());
        send("hello");
        client.setSoTimeout(SILENT_MS);
        assertThatThrownBy(() -> reply(7)).isInstanceOf(SocketTimeoutException.class);
        assertThat(server.received).isEmpty();

        proxy.set(LinkFault.NONE);

        client.setSoTimeout((int) SOON.toMillis());
        assertThat(reply(7)).isEqualTo("a:hello");
    }

    @Test
    void a_new_connection_to_a_black_hole_stays_silent_and_is_served_when_it_ends() throws Exception {
        proxy.set(new LinkFault.BlackHole());
        client.close();
        client = connection();
        send("hello");
        client.setSoTimeout(SILENT_MS);
        assertThatThrownBy(() -> reply(7)).isInstanceOf(SocketTimeoutException.class);

        proxy.set(LinkFault.NONE);

        client.setSoTimeout((int) SOON.toMillis());
        assertThat(reply(7)).isEqualTo("a:hello");
    }

    @Test
    void a_reset_ends_connections_and_new_ones_until_it_ends() throws IOException {
        send("hello");
        assertThat(reply(7)).isEqualTo("a:hello");

        proxy.set(new LinkFault.Reset());

        assertThatThrownBy(() -> reply(1)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> {
                    client = connection();
                    send("hello");
                    var _ = reply(1);
                    send("hello");
                })
                .isInstanceOf(IOException.class);
        proxy.set(LinkFault.NONE);
        client = connection();
        send("again");
        assertThat(reply(7)).isEqualTo("a:again");
    }

    @Test
    void a_half_closed_connection_still_takes_requests() throws Exception {
        send("hello");
        assertThat(reply(7)).isEqualTo("a:hello");
        assertThat(server.received.take()).isEqualTo("hello");

        proxy.set(new LinkFault.HalfClose());

        assertThat(client.getInputStream().read()).isNegative();
        send("more");
        assertThat(server.received.take()).isEqualTo("more");
    }

    @Test
    void a_cut_connection_has_passed_so_many_bytes_of_replies() throws IOException {
        send("hello");
        assertThat(reply(7)).isEqualTo("a:hello");

        proxy.set(new LinkFault.CutAfter(4));
        send("world");

        assertThatThrownBy(() -> reply(5)).isInstanceOf(IOException.class);
        client = connection();
        send("world");
        assertThatThrownBy(() -> reply(5)).isInstanceOf(IOException.class);
    }

    @Test
    void a_text_in_a_request_is_found_once_and_never_arrives() throws Exception {
        var actions = new AtomicInteger();
        proxy.set(new LinkFault.OnText(false, "COMMIT", actions::incrementAndGet));
        send("BEGIN");
        assertThat(reply(7)).isEqualTo("a:BEGIN");

        send("xxCOMMITxx");

        assertThat(proxy.awaitStruck(SOON)).isTrue();
        assertThatThrownBy(() -> reply(1)).isInstanceOf(IOException.class);
        assertThat(actions).hasValue(1);
        client = connection();
        send("COMMIT");
        assertThat(reply(8)).isEqualTo("a:COMMIT");
        assertThat(server.received).doesNotContain("xxCOMMITxx");
    }

    @Test
    void a_lost_reply_was_sent_by_the_server() throws Exception {
        proxy.set(new LinkFault.OnText(true, "COMMIT", () -> {}));

        send("COMMIT");

        assertThat(proxy.awaitStruck(SOON)).isTrue();
        assertThat(server.received.take()).isEqualTo("COMMIT");
        assertThatThrownBy(() -> reply(1)).isInstanceOf(IOException.class);
    }

    @Test
    void a_replaced_server_gets_new_connections() throws IOException {
        try (var other = new EchoServer("b:")) {
            proxy.to(other.port());
            send("hello");
            assertThat(reply(7)).isIn("a:hello", "b:hello");
            client.close();
            client = connection();

            send("hello");

            assertThat(reply(7)).isEqualTo("b:hello");
        }
    }

    private Socket connection() throws IOException {
        var made = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
        made.setSoTimeout((int) SOON.toMillis());
        return made;
    }

    private void send(String text) throws IOException {
        client.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    /** So many bytes; fewer are an {@link IOException}. */
    private String reply(int length) throws IOException {
        var bytes = client.getInputStream().readNBytes(length);
        if (bytes.length < length) {
            throw new IOException("the connection ended after " + bytes.length + " bytes");
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
