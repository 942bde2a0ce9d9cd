package dev.tollgate.webhooks.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A host whose receivers belong to several tenants: those of one answer never. */
class SharedHostTest {

    private static final int CONNECTIONS = 8;
    private static final int QUARTER = CONNECTIONS / 4;
    private static final int MANY = 4 * CONNECTIONS;

    /** More than half of the places in the queue that one tenant may have. */
    private static final int WAITING = 500;

    private static final UUID HANGING = new UUID(1, 1);
    private static final UUID OTHER = new UUID(2, 2);
    private static final Buffer ANSWER = Buffer.buffer("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n");

    /** Longer than a test lasts: who waits for a hanging attempt to end is not served. */
    private static final Duration LONG = Duration.ofMinutes(2);

    private final Sending sending = new Sending();
    private final Sender sender = sending.sender(CONNECTIONS);
    private final AtomicInteger hanging = new AtomicInteger();
    private final CountDownLatch full = new CountDownLatch(CONNECTIONS - QUARTER);
    private final NetServer host = sending.vertx
            .createNetServer(new NetServerOptions().setHost("127.0.0.1"))
            .connectHandler(socket -> socket.handler(request -> answer(socket, request)))
            .listen()
            .await();

    private void answer(NetSocket socket, Buffer request) {
        if (request.toString().contains("/hangs")) {
            hanging.incrementAndGet();
            full.countDown();
        } else {
            var _ = socket.write(ANSWER);
        }
    }

    @AfterEach
    void close() {
        sender.close().await();
        sending.close();
    }

    @Test
    void a_tenant_whose_receivers_hang_leaves_a_quarter_of_the_connections_to_others() throws Exception {
        var _ = send(HANGING, "/hangs", LONG, MANY);
        assertThat(full.await(10, TimeUnit.SECONDS)).isTrue();

        var answered = send(OTHER, "/", Sending.TIMEOUT, MANY);

        assertThat(Future.all(answered).await().<AttemptResult>list()).allMatch(AttemptResult::succeeded);
        assertThat(hanging).hasValue(CONNECTIONS - QUARTER);
    }

    @Test
    void tenants_whose_receivers_hang_leave_connections_to_others_also_together() {
        var wide = sending.sender(MANY);
        for (int tenant = 1; tenant <= 4; tenant++) {
            var _ = send(wide, new UUID(tenant, tenant), "/hangs", LONG, 2 * MANY);
        }

        var answered = send(wide, new UUID(5, 5), "/", Sending.TIMEOUT, MANY);

        assertThat(Future.all(answered).await().<AttemptResult>list()).allMatch(AttemptResult::succeeded);
        wide.close().await();
    }

    @Test
    void an_attempt_that_can_use_no_kept_connection_stays_the_first_of_those_that_wait() throws Exception {
        var paths = new CopyOnWriteArrayList<String>();
        var first = new CompletableFuture<NetSocket>();
        var server = sending.vertx
                .createNetServer(new NetServerOptions().setHost("0.0.0.0"))
                .connectHandler(socket -> socket.handler(request -> {
                    paths.add(request.toString().split(" ", 3)[1]);
                    if (!first.complete(socket)) {
                        var _ = socket.write(ANSWER);
                    }
                }))
                .listen()
                .await();
        var address = new AtomicReference<>("127.0.0.1");
        var one = sending.senderOfOne(_ -> Future.succeededFuture(List.of(Sending.address(address.get()))));
        var url = "http://hook.example.com:" + server.actualPort();
        var all = new ArrayList<Future<AttemptResult>>();
        all.add(one.send(Sending.order(url + "/first", Sending.TIMEOUT)));
        var socket = first.get(10, TimeUnit.SECONDS);
        address.set("127.0.0.2");
        all.add(one.send(Sending.order(url + "/second", Sending.TIMEOUT)));
        all.add(one.send(Sending.order(url + "/third", Sending.TIMEOUT)));
        // It ends at once, and then the two before it wait.
        var _ = one.send(Sending.order("https://user@hook.example.com/", Sending.TIMEOUT))
                .await();

        var _ = socket.write(ANSWER);

        assertThat(Future.all(all).await().<AttemptResult>list()).allMatch(AttemptResult::succeeded);
        assertThat(paths).containsExactly("/first", "/second", "/third");
        one.close().await();
    }

    @Test
    void an_attempt_that_gets_no_connection_sends_nothing_and_says_that_the_host_is_busy() throws Exception {
        var _ = send(HANGING, "/hangs", LONG, MANY);
        assertThat(full.await(10, TimeUnit.SECONDS)).isTrue();

        var late = send(HANGING, "/hangs", Duration.ofMillis(300), 3);

        assertThat(Future.all(late).await().<AttemptResult>list())
                .allMatch(AttemptResult::hostBusy)
                .allMatch(result -> result.keyIds().isEmpty());
        assertThat(hanging).hasValue(CONNECTIONS - QUARTER);
    }

    @Test
    void an_attempt_waits_for_a_connection_for_a_third_of_its_time_and_its_receiver_has_the_rest() throws Exception {
        var sent = send(HANGING, "/hangs", Duration.ofSeconds(3), CONNECTIONS - QUARTER);
        assertThat(full.await(10, TimeUnit.SECONDS)).isTrue();

        var late = send(HANGING, "/hangs", Duration.ofSeconds(3), 3);

        assertThat(Future.all(late).await().<AttemptResult>list()).allMatch(AttemptResult::hostBusy);
        assertThat(sent).noneMatch(Future::isComplete);
    }

    @Test
    void attempts_that_no_longer_wait_leave_their_places_in_the_queue() throws Exception {
        var _ = send(HANGING, "/hangs", LONG, CONNECTIONS);
        assertThat(full.await(10, TimeUnit.SECONDS)).isTrue();
        var _ = Future.all(send(HANGING, "/hangs", Duration.ofMillis(30), WAITING))
                .await();

        var waiting = send(HANGING, "/hangs", LONG, WAITING);
        var last = send(OTHER, "/", Sending.TIMEOUT, 1);

        assertThat(last.getFirst().await().succeeded()).isTrue();
        assertThat(waiting).noneMatch(Future::isComplete);
    }

    private List<Future<AttemptResult>> send(UUID tenant, String path, Duration timeout, int count) {
        return send(sender, tenant, path, timeout, count);
    }

    private List<Future<AttemptResult>> send(Sender by, UUID tenant, String path, Duration timeout, int count) {
        var url = "http://hook.example.com:" + host.actualPort() + path;
        return IntStream.range(0, count)
                .mapToObj(_ -> by.send(Sending.order(tenant, url, timeout)))
                .toList();
    }
}
