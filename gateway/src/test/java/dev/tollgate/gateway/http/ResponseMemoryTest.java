package dev.tollgate.gateway.http;

import static dev.tollgate.embedded.RepeatedCheck.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.tollgate.runtime.json.JsonText;
import io.netty.buffer.AbstractByteBufAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.HttpServerConnection;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The memory of a connection that answers are copied into. */
class ResponseMemoryTest {

    private static final int WAIT_MS_MAX = 10_000;
    private static final byte[] TEXT = "{\"answer\":42}".getBytes(StandardCharsets.US_ASCII);

    private final CountedMemory memory = new CountedMemory();

    /** Keeps what it gives to a channel. */
    private static final class CountedMemory extends AbstractByteBufAllocator {

        private final List<ByteBuf> given = new CopyOnWriteArrayList<>();

        @Override
        protected ByteBuf newHeapBuffer(int initial, int max) {
            return UnpooledByteBufAllocator.DEFAULT.heapBuffer(initial, max);
        }

        @Override
        protected ByteBuf newDirectBuffer(int initial, int max) {
            var buffer = UnpooledByteBufAllocator.DEFAULT.directBuffer(initial, max);
            given.add(buffer);
            return buffer;
        }

        @Override
        public boolean isDirectBufferPooled() {
            return false;
        }

        boolean isReleased() {
            return given.stream().allMatch(buffer -> buffer.refCnt() == 0);
        }
    }

    @Test
    void an_answer_releases_the_memory_that_it_was_copied_into() throws IOException {
        var answer = answer(request -> ProblemResponses.finish(request, new JsonText(64).raw(TEXT)));

        assertThat(answer).endsWith(new String(TEXT, StandardCharsets.US_ASCII));
        assertThat(memory.given).isNotEmpty();
        eventually(memory::isReleased); // the loop releases after the client has read
    }

    @Test
    void an_answer_that_cannot_be_written_releases_it_too() throws IOException {
        var thrown = new CompletableFuture<Throwable>();

        var answer = answer(request -> {
            var _ = request.response().end("before");
            thrown.complete(catchThrowable(() -> ProblemResponses.finish(request, new JsonText(64).raw(TEXT))));
        });

        assertThat(answer).endsWith("before");
        assertThat(thrown.orTimeout(5, TimeUnit.MINUTES).join()).isInstanceOf(IllegalStateException.class);
        assertThat(memory.given).isNotEmpty();
        eventually(memory::isReleased); // the loop releases after the client has read
    }

    private String answer(Handler<HttpServerRequest> handler) throws IOException {
        Handler<HttpServerRequest> counted = request -> {
            var channel = ((HttpServerConnection) request.connection())
                    .channelHandlerContext()
                    .channel();
            channel.config().setAllocator(memory);
            handler.handle(request);
        };
        try (var server = new WatchedServer(counted);
                var socket = new Socket("127.0.0.1", server.port())) {
            socket.setSoTimeout(WAIT_MS_MAX);
            socket.getOutputStream()
                    .write("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }
}
