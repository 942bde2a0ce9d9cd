package dev.tollgate.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RequestTurnsTest {

    private final AtomicInteger tooMany = new AtomicInteger();
    private final EmbeddedChannel channel = new EmbeddedChannel(new RequestTurns(tooMany::incrementAndGet));

    @AfterEach
    void close() {
        var _ = channel.finishAndReleaseAll();
    }

    @Test
    void requests_come_one_after_the_other_in_their_order() {
        for (var path : List.of("/1", "/2", "/3")) {
            channel.writeInbound(request(path), LastHttpContent.EMPTY_LAST_CONTENT);
        }

        assertThat(paths()).containsExactly("/1");
        answer();
        assertThat(paths()).containsExactly("/2");
        answer();
        assertThat(paths()).containsExactly("/3");
    }

    @Test
    void of_what_waits_only_so_much_is_kept() {
        channel.writeInbound(request("/1"), LastHttpContent.EMPTY_LAST_CONTENT, request("/2"));

        for (int piece = 1; piece < RequestTurns.HELD_MAX; piece++) {
            channel.writeInbound(new DefaultHttpContent(Unpooled.copyInt(piece)));
        }
        assertThat(tooMany).hasValue(0);
        channel.writeInbound(new DefaultHttpContent(Unpooled.copyInt(0)));

        assertThat(tooMany).hasValue(1);
    }

    @Test
    void what_waits_is_released_with_its_connection() {
        var piece = Unpooled.copyInt(1);
        channel.writeInbound(
                request("/1"), LastHttpContent.EMPTY_LAST_CONTENT, request("/2"), new DefaultHttpContent(piece));
        assertThat(piece.refCnt()).isEqualTo(1);

        channel.close();

        assertThat(piece.refCnt()).isZero();
    }

    private static HttpRequest request(String path) {
        return new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, path);
    }

    private void answer() {
        channel.writeOutbound(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK));
        channel.runPendingTasks();
    }

    /** Of requests that have come since. */
    private List<String> paths() {
        var paths = new ArrayList<String>();
        for (Object message = channel.readInbound(); message != null; message = channel.readInbound()) {
            if (message instanceof HttpRequest request) {
                paths.add(request.uri());
            }
        }
        return paths;
    }
}
