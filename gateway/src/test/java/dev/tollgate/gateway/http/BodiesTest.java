package dev.tollgate.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.gateway.fixture.Eventually;
import dev.tollgate.gateway.fixture.RawCall;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.lang.ref.WeakReference;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BodiesTest {

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void a_request_that_is_answered_for_long_does_not_keep_its_body() {
        var kept = new AtomicReference<HttpServerRequest>();
        var body = new AtomicReference<WeakReference<Buffer>>();
        var server = vertx.createHttpServer()
                .requestHandler(request -> {
                    kept.set(request.pause());
                    Bodies.read(request).onSuccess(read -> {
                        body.set(new WeakReference<>(((Bodies.Reading.Whole) read).bytes()));
                        request.response().setChunked(true).write("begun").onFailure(_ -> {});
                    });
                })
                .listen(0, "127.0.0.1")
                .await();

        var begun = RawCall.statusLine(
                URI.create("http://127.0.0.1:" + server.actualPort()),
                "POST / HTTP/1.1\nHost: a\nContent-Length: 5\n\nhello");

        assertThat(begun).contains(" 200 ");
        Eventually.within(Duration.ofSeconds(5), () -> {
            System.gc();
            assertThat(body.get().get()).isNull();
        });
        assertThat(kept.get().path()).isEqualTo("/");
    }
}
