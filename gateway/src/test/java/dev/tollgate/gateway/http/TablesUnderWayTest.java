package dev.tollgate.gateway.http;

import static dev.tollgate.embedded.RepeatedCheck.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.gateway.fixture.RawConnection;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tables that are sent to clients, some of which do not read. */
class TablesUnderWayTest {

    private static final String REFUSED = "refused";

    /** More than a connection takes that nobody reads from. */
    private static final int PIECES = 2_000;

    private static final Buffer PIECE = Buffer.buffer("x".repeat(64 << 10));

    private final TablesUnderWay tables = new TablesUnderWay();
    private final WatchedServer server = new WatchedServer(this::answer);
    private final List<RawConnection> clients = new ArrayList<>();

    @AfterEach
    void close() {
        clients.forEach(RawConnection::close);
        server.close();
    }

    @Test
    void tables_that_nobody_reads_are_few_and_those_of_others_go_on() {
        var owner = UUID.randomUUID();
        for (int table = 0; table < TablesUnderWay.OWNER_MAX; table++) {
            assertThat(asked("/large/", owner).line()).contains("200");
        }

        assertThat(rest("/small/", owner)).endsWith(REFUSED);
        assertThat(rest("/small/", UUID.randomUUID())).endsWith("\r\n\r\na,b");
    }

    @Test
    void a_client_that_goes_away_gives_its_place_to_another() {
        var owner = UUID.randomUUID();
        for (int table = 0; table < TablesUnderWay.OWNER_MAX; table++) {
            assertThat(asked("/large/", owner).line()).contains("200");
        }

        clients.getFirst().close();

        eventually(() -> rest("/small/", owner).endsWith("a,b"));
    }

    @Test
    void tables_that_were_read_and_calls_that_were_refused_keep_no_place() {
        var owner = UUID.randomUUID();

        for (int table = 0; table < 3 * TablesUnderWay.OWNER_MAX; table++) {
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
        Refusal refusal = tables.refusal(UUID.fromString(path[2]), request.response());
        if (refusal != null) {
            ProblemResponses.finish(request, Buffer.buffer(REFUSED));
        } else if (path[1].equals("refused")) {
            ProblemResponses.finish(request, Buffer.buffer("another refusal"));
        } else if (path[1].equals("small")) {
            PiecewiseBody.send(request, Stream.of(Buffer.buffer("a,b")).iterator());
        } else {
            PiecewiseBody.send(
                    request, Stream.generate(PIECE::copy).limit(PIECES).iterator());
        }
    }
}
