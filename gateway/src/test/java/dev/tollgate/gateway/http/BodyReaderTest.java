package dev.tollgate.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.gateway.fixture.Eventually;
import dev.tollgate.gateway.fixture.RawCall;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.lang.ref.WeakReference;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BodyReaderTest {

    private static final String WHO = "ada";
    private static final int MEMORY = 64 << 10;

    private final Vertx vertx = Vertx.vertx();
    private final BodyReader bodies =
            new BodyReader(new LargeBodyParser(vertx, System::nanoTime), new BodyMemory(MEMORY));

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void a_request_that_is_answered_for_long_does_not_keep_its_body() {
        var kept = new AtomicReference<HttpServerRequest>();
        var body = new AtomicReference<WeakReference<Buffer>>();
        var server = listening(request -> {
            kept.set(request.pause());
            bodies.read(request, WHO).onSuccess(read -> {
                body.set(new WeakReference<>(((BodyReader.Reading.Whole) read).bytes()));
                request.response().setChunked(true).write("begun").onFailure(_ -> {});
            });
        });

        var begun = RawCall.statusLine(server, "POST / HTTP/1.1\nHost: a\nContent-Length: 5\n\nhello");

        assertThat(begun).contains(" 200 ");
        Eventually.within(Duration.ofSeconds(5), () -> {
            System.gc();
            assertThat(body.get().get()).isNull();
        });
        assertThat(kept.get().path()).isEqualTo("/");
    }

    @Test
    void a_body_that_does_not_come_in_time_is_refused_and_read_no_further() {
        var reading = new AtomicReference<Future<BodyReader.Reading>>();
        var server = listening(request -> {
            reading.set(bodies.read(request.pause(), WHO));
            vertx.getOrCreateContext().runOnContext(_ -> {
                bodies.tick(System.nanoTime() + BodyReader.TIME_MAX.toNanos());
                request.response().setStatusCode(408).end().onFailure(_ -> {});
            });
        });

        var answered = RawCall.statusLine(server, "POST / HTTP/1.1\nHost: a\nContent-Length: 5\n\nhel");

        assertThat(answered).contains(" 408 ");
        assertThat(reading.get().result())
                .isEqualTo(new BodyReader.Reading.Refused(new Refusal.DeadlineExceeded(false)));
    }

    @Test
    void a_body_whose_chunks_are_broken_is_refused_and_answered() {
        try (var server = new WatchedServer(request -> bodies.read(request.pause(), WHO)
                        .onSuccess(read -> {
                            request.response().setStatusCode(read instanceof BodyReader.Reading.Refused ? 400 : 200);
                            ProblemResponses.finish(request, Buffer.buffer("answered"));
                        }));
                var client = server.connect()) {

            client.send("POST / HTTP/1.1\nHost: a\nTransfer-Encoding: chunked\n\n5\nhello\nnonsense\nhello");

            assertThat(client.rest(Duration.ofSeconds(5)))
                    .startsWith("HTTP/1.1 400")
                    .containsIgnoringCase("connection: close")
                    .endsWith("answered");
        }
    }

    @Test
    void large_bodies_of_one_sender_take_most_of_their_memory_at_most_and_give_it_back() {
        try (var server =
                new WatchedServer(request -> bodies.read(request.pause(), WHO).onSuccess(read -> {
                    request.response().setStatusCode(read instanceof BodyReader.Reading.Refused ? 429 : 200);
                    ProblemResponses.finish(request, Buffer.buffer("answered"));
                }))) {

            for (int time = 0; time < 3; time++) {
                assertThat(statusLine(server, MEMORY + 1)).contains(" 429 ");
                assertThat(statusLine(server, MEMORY / 2)).contains(" 200 ");
            }
        }
    }

    private static String statusLine(WatchedServer server, int bytes) {
        try (var client = server.connect()) {
            return client.send("POST / HTTP/1.1\nHost: a\nContent-Length: " + bytes + "\n\n" + "x".repeat(bytes))
                    .line();
        }
    }

    private URI listening(Handler<HttpServerRequest> answers) {
        var server = vertx.createHttpServer()
                .requestHandler(answers)
                .listen(0, "127.0.0.1")
                .await();
        return URI.create("http://127.0.0.1:" + server.actualPort());
    }
}
