package dev.tollgate.gateway.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.gateway.fixture.Eventually;
import dev.tollgate.gateway.fixture.RawConnection;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpServerRequest;
import java.io.OutputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that read slowly, or not at all. */
class SlowDownloadsTest {

    private static final int SIZE = 32 << 20;

    /**
     * What sockets and buffers hold of a file that nobody reads: up to 8 MiB in the kernel, less than 1 MiB of ours.
     */
    private static final long HELD_MAX = 12 << 20;

    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    private final List<FileDownload> downloads = new CopyOnWriteArrayList<>();
    private final List<String> outcomes = new CopyOnWriteArrayList<>();
    private OneLoop server;
    private volatile boolean leaves;

    @BeforeEach
    void start() {
        server = new OneLoop(folder, this::answer);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void answer(HttpServerRequest request) {
        var response = request.response().putHeader("Content-Length", String.valueOf(SIZE));
        server.blobs
                .store()
                .read(server.zeros(SIZE), 0, SIZE)
                .compose(read -> left(request).map(read))
                .compose(read -> {
                    var download = new FileDownload(
                            server.vertx,
                            read,
                            response,
                            SIZE,
                            server.streams.bounds().pace());
                    downloads.add(download);
                    return download.run();
                })
                .onFailure(_ -> request.connection().close())
                .onComplete(result -> outcomes.add(
                        result.succeeded()
                                ? "ok"
                                : String.valueOf(result.cause().getMessage())));
    }

    /** Where the client leaves: completes when its connection is closed. */
    private Future<Void> left(HttpServerRequest request) {
        if (!leaves) {
            return Future.succeededFuture();
        }
        var left = Promise.<Void>promise();
        request.response().closeHandler(_ -> left.complete());
        request.connection().close();
        return left.future();
    }

    private RawConnection asked() {
        return new RawConnection(server.base()).send("GET / HTTP/1.1\nHost: localhost\n\n");
    }

    @Test
    void a_file_is_not_read_ahead_of_clients_that_do_not_read_and_others_are_served() throws Exception {
        var slow = IntStream.range(0, 8).mapToObj(_ -> asked()).toList();
        Eventually.within(SOON, () -> assertThat(downloads).hasSize(8).allMatch(one -> one.sent() > 0));

        try (var http = HttpClient.newHttpClient()) {
            var reply = http.send(HttpRequest.newBuilder(server.base()).build(), BodyHandlers.ofInputStream());
            long read = reply.body().transferTo(OutputStream.nullOutputStream());

            assertThat(read).isEqualTo(SIZE);
        }

        assertThat(downloads.subList(0, 8)).allMatch(one -> one.sent() < HELD_MAX);
        slow.forEach(RawConnection::close);
    }

    @Test
    void a_client_that_reads_again_gets_the_whole_file() {
        try (var client = asked()) {
            Eventually.within(SOON, () -> assertThat(downloads).hasSize(1).allMatch(one -> one.sent() > 0));

            for (var line = client.line(); !line.isEmpty(); ) {
                line = client.line();
            }
            var body = client.bytes(SIZE);

            assertThat(body).hasSize(SIZE);
            Eventually.within(SOON, () -> assertThat(outcomes).containsExactly("ok"));
        }
    }

    @Test
    void a_client_that_left_while_the_file_was_opened_ends_the_download_at_once() {
        leaves = true;

        try (var client = asked()) {
            Eventually.within(SOON, () -> assertThat(outcomes).containsExactly("the connection was closed"));
            assertThat(client.closesWithin(SOON)).isTrue();
        }

        assertThat(downloads)
                .singleElement()
                .satisfies(one -> assertThat(one.sent()).isZero());
    }

    @Test
    void a_client_that_does_not_read_is_given_up_after_30_seconds() {
        try (var client = asked()) {
            Eventually.within(SOON, () -> assertThat(downloads).hasSize(1).allMatch(one -> one.sent() > 0));
            steady();
            server.run(downloads.getFirst()::watch);

            server.pass(TransferPace.STALL_MAX.minusSeconds(1));
            server.run(downloads.getFirst()::watch);
            assertThat(outcomes).isEmpty();
            server.pass(Duration.ofSeconds(1));
            server.run(downloads.getFirst()::watch);

            Eventually.within(SOON, () -> assertThat(outcomes).containsExactly("the client was too slow"));
            assertThat(client.closesWithin(SOON)).isTrue();
        }
    }

    /** Waits until the sockets are full. */
    private void steady() {
        Eventually.within(SOON, () -> {
            long before = downloads.getFirst().sent();
            var _ = server.<Void>await(() -> server.vertx.timer(100).mapEmpty());
            assertThat(downloads.getFirst().sent()).isEqualTo(before);
        });
    }

    @Test
    void a_download_ends_after_an_hour() {
        try (var client = asked()) {
            Eventually.within(SOON, () -> assertThat(downloads).hasSize(1).allMatch(one -> one.sent() > 0));

            server.pass(TransferPace.TIME_MAX);
            server.run(downloads.getFirst()::watch);

            Eventually.within(SOON, () -> assertThat(outcomes).containsExactly("the client was too slow"));
            assertThat(client.closesWithin(SOON)).isTrue();
        }
    }
}
