package dev.tollgate.webhooks.delivery;

import static dev.tollgate.webhooks.delivery.Sending.BODY;
import static dev.tollgate.webhooks.delivery.Sending.ID;
import static dev.tollgate.webhooks.delivery.Sending.KEY;
import static dev.tollgate.webhooks.delivery.Sending.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.webhooks.signature.Signature;
import dev.tollgate.webhooks.signature.Signature.Received;
import dev.tollgate.webhooks.signature.SigningKey;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SenderTest {

    private final Sending sending = new Sending();
    private final Sender sender = sending.sender();

    @AfterEach
    void close() {
        sender.close().await();
        sending.close();
    }

    @Test
    void an_attempt_is_signed_and_carries_the_specified_headers() {
        var next = SigningKey.random("whk_2", new SecureRandom());
        var url = sending.to("/hook?a=b").url();
        var order = new AttemptRequest(Sending.TENANT, url, ID, NOW, BODY, List.of(next, KEY), Duration.ofSeconds(5));

        var result = sender.send(order).await();

        assertThat(result.succeeded()).isTrue();
        assertThat(result.statusCode()).isEqualTo(200);
        assertThat(result.address()).isEqualTo("127.0.0.1");
        assertThat(result.keyIds()).containsExactly("whk_2", "whk_1");
        assertThat(result.startedAt()).isEqualTo(NOW);
        assertThat(result.responseHead()).startsWith("HTTP/1.1 200 Stub\ncontent-length: 0");
        var receipt = sending.receiver.receipts(0, 10).getFirst();
        var headers = receipt.headers();
        assertThat(receipt.path()).isEqualTo("/hook");
        assertThat(receipt.bodyBytes()).isEqualTo(BODY.length());
        assertThat(headers.id()).isEqualTo(ID);
        assertThat(headers.userAgent()).isEqualTo("Tollgate-Webhooks/1.2.3");
        assertThat(headers.host()).isEqualTo("hook.example.com:" + sending.receiver.port());
        var received = new Received(headers.id(), NOW, headers.signature());
        assertThat(headers.timestamp()).isEqualTo(Long.toString(NOW.getEpochSecond()));
        assertThat(new Signature().verified(received, BODY.getBytes(), List.of(KEY), NOW))
                .isTrue();
        assertThat(new Signature().verified(received, BODY.getBytes(), List.of(next), NOW))
                .isTrue();
    }

    @Test
    void a_connection_is_used_again_and_its_steps_are_counted_once() {
        var first = sender.send(sending.to("/")).await().timings();
        var second = sender.send(sending.to("/")).await().timings();

        assertThat(first.connectMicros()).isPositive();
        assertThat(first.firstByteMicros()).isPositive();
        assertThat(first.totalMicros()).isGreaterThanOrEqualTo(first.connectMicros() + first.firstByteMicros());
        assertThat(second.connectMicros()).isZero();
        assertThat(second.firstByteMicros()).isPositive();
    }

    @Test
    void a_status_and_what_it_asks_for_are_told() {
        var busy = sender.send(sending.to("/?status=503&header=retry-after:%20120"))
                .await();
        var gone = sender.send(sending.to("/?status=410")).await();
        var redirect = sender.send(sending.to("/?status=302&header=location:%20/elsewhere"))
                .await();
        var created = sender.send(sending.to("/?status=201&header=retry-after:%20120"))
                .await();

        assertThat(busy.errorClass()).isEqualTo("status");
        assertThat(busy.statusCode()).isEqualTo(503);
        assertThat(busy.retryAfter()).isEqualTo(Duration.ofMinutes(2));
        assertThat(gone.errorClass()).isEqualTo("status");
        assertThat(redirect.errorClass()).isEqualTo("redirect");
        assertThat(created.succeeded()).isTrue();
        assertThat(created.retryAfter()).isNull();
        assertThat(sending.receiver.count()).as("no redirect was followed").isEqualTo(4);
    }

    @Test
    void connections_to_a_host_are_bounded_and_the_rest_waits_in_turn() {
        var connections = new AtomicInteger();
        var server = sending.vertx
                .createNetServer(new NetServerOptions().setHost("127.0.0.1"))
                .connectHandler(socket -> {
                    connections.incrementAndGet();
                    socket.handler(
                            _ -> sending.vertx.setTimer(20, _ -> socket.write("HTTP/1.1 204 No Content\r\n\r\n")));
                })
                .listen()
                .await();
        var url = "http://hook.example.com:" + server.actualPort() + "/";

        var all = new ArrayList<Future<AttemptResult>>();
        for (int i = 0; i < 9; i++) {
            all.add(sender.send(Sending.order(url, Sending.TIMEOUT)));
        }

        assertThat(Future.all(all).await().<AttemptResult>list()).allMatch(AttemptResult::succeeded);
        assertThat(connections).hasValue(2);
    }

    @Test
    void a_connection_the_receiver_has_left_costs_no_attempt() {
        var requests = new AtomicInteger();
        var server = sending.vertx
                .createNetServer(new NetServerOptions().setHost("127.0.0.1"))
                .connectHandler(socket -> {
                    var own = new AtomicInteger();
                    socket.handler(_ -> {
                        requests.incrementAndGet();
                        if (own.incrementAndGet() > 1) {
                            socket.close();
                        } else {
                            socket.write("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n");
                        }
                    });
                })
                .listen()
                .await();
        var order = Sending.order("http://hook.example.com:" + server.actualPort() + "/", Sending.TIMEOUT);

        assertThat(sender.send(order).await().succeeded()).isTrue();
        assertThat(sender.send(order).await().succeeded()).isTrue();

        assertThat(requests).hasValue(3);
    }

    @Test
    void a_receiver_that_has_left_all_its_connections_costs_no_attempt() {
        var first = new ArrayList<NetSocket>();
        var answer = "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n";
        var server = sending.vertx
                .createNetServer(new NetServerOptions().setHost("127.0.0.1"))
                .connectHandler(socket -> {
                    var own = new AtomicInteger();
                    socket.handler(_ -> {
                        if (own.incrementAndGet() > 1) {
                            socket.close();
                            return;
                        }
                        first.add(socket);
                        // The first two are answered when both have come, so that each has a connection.
                        if (first.size() == 2) {
                            first.forEach(one -> one.write(answer));
                        } else if (first.size() > 2) {
                            socket.write(answer);
                        }
                    });
                })
                .listen()
                .await();
        var order = Sending.order("http://hook.example.com:" + server.actualPort() + "/", Sending.TIMEOUT);
        var both = Future.all(sender.send(order), sender.send(order)).await();
        assertThat(both.<AttemptResult>list()).allMatch(AttemptResult::succeeded);

        assertThat(sender.send(order).await().errorClass()).isNull();
    }

    @Test
    void a_receiver_that_continues_with_100_is_awaited() {
        var server = sending.vertx
                .createNetServer(new NetServerOptions().setHost("127.0.0.1"))
                .connectHandler(socket -> socket.handler(_ -> socket.write(
                                Buffer.buffer("HTTP/1.1 103 Early\r\nlink: a\r\n\r\nHTTP/1.0 202 OK\r\n\r\nbye"))
                        .eventually(socket::close)))
                .listen()
                .await();

        var result = sender.send(Sending.order("http://hook.example.com:" + server.actualPort(), Sending.TIMEOUT))
                .await();

        assertThat(result.statusCode()).isEqualTo(202);
        assertThat(result.succeeded()).isTrue();
    }

    @Test
    void a_url_that_is_refused_is_sent_nowhere() {
        var result = sender.send(Sending.order("https://user@hook.example.com/", Sending.TIMEOUT))
                .await();

        assertThat(result.errorClass()).isEqualTo("url_refused");
        assertThat(result.keyIds()).isEmpty();
    }
}
