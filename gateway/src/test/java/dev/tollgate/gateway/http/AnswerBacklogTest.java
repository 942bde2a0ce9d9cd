package dev.tollgate.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.gateway.fixture.Eventually;
import dev.tollgate.gateway.fixture.RawConnection;
import io.netty.channel.Channel;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.HttpServerConnection;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What stays behind of answers counts, and is waited for, also where it leaves the channel writable. */
class AnswerBacklogTest {

    private static final Duration SOON = Duration.ofSeconds(8);
    private static final Duration OFTEN = Duration.ofMillis(1);
    private static final String GET = "GET / HTTP/1.1\nHost: a\n\n";

    /** Below the high-water mark, so that one that is not taken leaves the channel writable. */
    private static final int ANSWER_BYTES = 48 << 10;

    private final AtomicReference<Channel> channel = new AtomicReference<>();
    private final AtomicInteger answered = new AtomicInteger();
    private final WatchedServer server = new WatchedServer(this::answer);
    private int sent;

    private void answer(HttpServerRequest request) {
        channel.set(((HttpServerConnection) request.connection())
                .channelHandlerContext()
                .channel());
        request.response().end(Buffer.buffer(new byte[ANSWER_BYTES])).onFailure(_ -> {});
        answered.incrementAndGet();
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void answers_that_are_not_read_count_also_below_the_high_water_mark() {
        try (var crowded = new WatchedServer(this::answer, new UnreadAnswers(0));
                var client = crowded.connect()) {
            Eventually.within(SOON, OFTEN, () -> {
                sendUnlessBehind(crowded, client);
                assertThat(isClosed()).isTrue();
            });
        }
    }

    @Test
    void a_client_that_does_not_read_small_answers_is_left() {
        try (var client = server.connect()) {
            sent++;
            readAnswer(client.send(GET));

            Eventually.within(SOON, OFTEN, () -> {
                sendUnlessBehind(server, client);
                server.pass(HttpConnections.ANSWER_MAX);
                assertThat(isClosed()).isTrue();
            });
        }
    }

    @Test
    void a_client_that_has_caught_up_is_not_waited_for() {
        try (var client = server.connect()) {
            Eventually.within(SOON, OFTEN, () -> {
                sendUnlessBehind(server, client);
                assertThat(server.on(this::bytesBehind)).isPositive();
            });
            for (; sent > 0; sent--) {
                readAnswer(client);
            }
            Eventually.within(
                    SOON, () -> assertThat(server.on(this::bytesBehind)).isZero());

            server.pass(HttpConnections.ANSWER_MAX.multipliedBy(2));

            readAnswer(client.send(GET));
        }
    }

    /** Sends another request if the answers to all before it have been taken. */
    private void sendUnlessBehind(WatchedServer to, RawConnection client) {
        if (answered.get() == sent && to.on(this::bytesBehind) == 0) {
            sent++;
            client.send(GET);
        }
    }

    private long bytesBehind() {
        var outbound = channel.get() == null ? null : channel.get().unsafe().outboundBuffer();
        return outbound == null ? 0 : outbound.totalPendingWriteBytes();
    }

    private boolean isClosed() {
        return channel.get() != null && !channel.get().isOpen();
    }

    private static void readAnswer(RawConnection client) {
        assertThat(client.line()).isEqualTo("HTTP/1.1 200 OK");
        while (!client.line().isEmpty()) {}
        assertThat(client.bytes(ANSWER_BYTES)).hasSize(ANSWER_BYTES);
    }
}
