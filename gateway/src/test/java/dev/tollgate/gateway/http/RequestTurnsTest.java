package dev.tollgate.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RequestTurnsTest {

    private final EmbeddedChannel channel = new EmbeddedChannel(new RequestTurns());

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
    void nothing_more_is_read_while_a_request_waits() {
        channel.writeInbound(request("/1"), LastHttpContent.EMPTY_LAST_CONTENT, request("/2"));
        boolean readsWhileOneWaits = channel.config().isAutoRead();

        answer();

        assertThat(readsWhileOneWaits).isFalse();
        assertThat(channel.config().isAutoRead()).isTrue();
    }

    @Test
    void however_many_requests_came_at_once_each_is_answered_in_its_turn() {
        var sent = IntStream.range(0, 500).mapToObj(number -> "/" + number).toList();
        sent.forEach(path -> channel.writeInbound(request(path), LastHttpContent.EMPTY_LAST_CONTENT));

        var came = new ArrayList<String>();
        sent.forEach(_ -> {
            came.addAll(paths());
            answer();
        });

        assertThat(came).isEqualTo(sent);
    }

    @Test
    void a_body_follows_its_head_that_waited() {
        channel.writeInbound(request("/1"), LastHttpContent.EMPTY_LAST_CONTENT, request("/2"));
        channel.writeInbound(new DefaultHttpContent(Unpooled.copyInt(7)), LastHttpContent.EMPTY_LAST_CONTENT);
        var _ = paths();

        answer();

        assertThat((Object) channel.readInbound()).isInstanceOf(HttpRequest.class);
        assertThat((Object) channel.readInbound())
                .isInstanceOfSatisfying(
                        HttpContent.class,
                        piece -> assertThat(piece.content().readInt()).isEqualTo(7));
        assertThat((Object) channel.readInbound()).isEqualTo(LastHttpContent.EMPTY_LAST_CONTENT);
    }

    @Test
    void a_request_waits_until_the_answer_before_it_is_read() {
        channel.unsafe().outboundBuffer().setUserDefinedWritability(1, false);
        channel.writeInbound(request("/1"), LastHttpContent.EMPTY_LAST_CONTENT);
        var before = paths();

        channel.unsafe().outboundBuffer().setUserDefinedWritability(1, true);
        channel.runPendingTasks();

        assertThat(before).isEmpty();
        assertThat(paths()).containsExactly("/1");
    }

    @Test
    void an_interim_answer_ends_no_turn() {
        channel.writeInbound(request("/1"), LastHttpContent.EMPTY_LAST_CONTENT, request("/2"));
        var _ = paths();

        channel.writeOutbound(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE));
        channel.runPendingTasks();

        assertThat(paths()).isEmpty();
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
