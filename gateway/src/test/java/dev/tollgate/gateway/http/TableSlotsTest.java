package dev.tollgate.gateway.http;

import static dev.tollgate.embedded.RepeatedCheck.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.gateway.fixture.RawConnection;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tables that are sent to clients, some of which do not read. */
class TableSlotsTest {

    private static final String REFUSED = "refused";

    /** More than a connection takes that nobody reads from. */
    private static final int PIECES = 2_000;

    private static final Buffer PIECE = Buffer.buffer("x".repeat(64 << 10));

    private final TableSlots tables = new TableSlots();
    private final WatchedServer server = new WatchedServer(this::answer);
    private final List<RawConnection> clients = new ArrayList<>();
    private final List<Runnable> reads = new CopyOnWriteArrayList<>();
    private final AtomicInteger gone = new AtomicInteger();

    @AfterEach
    void close() {
        clients.forEach(RawConnection::close);
        server.close();
    }

    @Test
    void tables_that_nobody_reads_are_few_and_those_of_others_go_on() {
        var owner = UUID.randomUUID();
        for (int table = 0; table < TableSlots.OWNER_MAX; table++) {
            assertThat(asked("/large/", owner).line()).contains("200");
        }

        assertThat(rest("/small/", owner)).endsWith(REFUSED);
        assertThat(rest("/small/", UUID.randomUUID())).endsWith("\r\n\r\na,b");
    }

    @Test
    void a_client_that_goes_away_gives_its_place_to_another() {
        var owner = UUID.randomUUID();
        for (int table = 0; table < TableSlots.OWNER_MAX; table++) {
            assertThat(asked("/large/", owner).line()).contains("200");
        }

        clients.getFirst().close();

        eventually(() -> rest("/small/", owner).endsWith("a,b"));
    }

    @Test
    void a_client_that_goes_away_while_its_table_is_read_gives_nothing_before_that_has_ended() {
        var owner = UUID.randomUUID();
        for (int table = 0; table < TableSlots.OWNER_MAX; table++) {
            var _ = asked("/read/", owner);
        }
        eventually(() -> reads.size() == TableSlots.OWNER_MAX);

        clients.forEach(RawConnection::close);
        eventually(() -> gone.get() == TableSlots.OWNER_MAX);
        assertThat(rest("/small/", owner)).endsWith(REFUSED);
        reads.getFirst().run();

        eventually(() -> rest("/small/", owner).endsWith("a,b"));
    }

    @Test
    void tables_that_were_read_and_calls_that_were_refused_keep_no_place() {
        var owner = UUID.randomUUID();

        for (int table = 0; table < 3 * TableSlots.OWNER_MAX; table++) {
            assertThat(rest("/small/", owner)).endsWith("a,b");
            assertThat(rest("/refused/", owner)).endsWith("another refusal");
        }
    }

    private RawConnection asked(String path, UUID owner) {
        var client = server.connect();
        clients.add(client);
        return client.send("GET " + path + owner + " HTTP/1.1\nHost: a\nConnection: close\n\n");
    }

    private String rest(String path, UUID owner) {
        return asked(path, owner).rest();
    }

    private void answer(HttpServerRequest request) {
        var path = request.path().split("/");
        var slot = tables.take(UUID.fromString(path[2]));
        if (slot == null) {
            ProblemResponses.finish(request, Buffer.buffer(REFUSED));
            return;
        }
        if (path[1].equals("read")) {
            var loop = Vertx.currentContext();
            request.response().closeHandler(_ -> {
                var _ = gone.incrementAndGet();
            });
            reads.add(() -> loop.runOnContext(_ -> slot.answered(request.response())));
            return;
        }
        slot.answered(request.response());
        if (path[1].equals("refused")) {
            ProblemResponses.finish(request, Buffer.buffer("another refusal"));
        } else if (path[1].equals("small")) {
            PiecewiseBody.send(request, Stream.of(Buffer.buffer("a,b")).iterator());
        } else {
            PiecewiseBody.send(
                    request, Stream.generate(PIECE::copy).limit(PIECES).iterator());
        }
    }
}
