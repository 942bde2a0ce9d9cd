package dev.tollgate.webhooks.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HostileReceiverTest {

    private static final Duration SHORT = Duration.ofMillis(400);
    private static final long MICROS = 1_000;

    /** A minute of a body of a byte a second, or the longest timeout, takes longer. */
    private static final long LESS_THAN_ALL = 14_000 * MICROS;

    private static final String EARLY_HINTS = "HTTP/1.1 103 Early Hints\r\n\r\n";

    private final Sending sending = new Sending();
    private final Sender sender = sending.sender();

    @AfterEach
    void close() {
        sender.close().await();
        sending.close();
    }

    @Test
    void a_receiver_that_never_answers_costs_the_timeout() {
        var result = send("/?kind=hang", SHORT);

        assertThat(result.errorClass()).isEqualTo("timeout");
        assertThat(result.statusCode()).isNull();
        assertThat(result.timings().totalMicros()).isBetween(400 * MICROS, LESS_THAN_ALL);
        assertThat(result.keyIds()).containsExactly("whk_1");
    }

    @Test
    void a_head_of_one_byte_a_second_costs_the_timeout() {
        assertThat(send("/?kind=drip", Duration.ofMillis(1_500)).errorClass()).isEqualTo("timeout");
    }

    @Test
    void a_reset_is_told() {
        assertThat(send("/?kind=reset", Sending.TIMEOUT).errorClass()).isEqualTo("reset");
        assertThat(sending.receiver.count())
                .as("a fresh connection is not tried again")
                .isEqualTo(1);
    }

    @Test
    void what_is_no_http_is_told() {
        assertThat(send("/?kind=garbage", Sending.TIMEOUT).errorClass()).isEqualTo("protocol");
    }

    @Test
    void informational_heads_without_end_are_told() {
        var result = answeredWith(EARLY_HINTS.repeat(ResponseReader.INFORMATIONAL_HEADS_MAX + 1));

        assertThat(result.errorClass()).isEqualTo("protocol");
        assertThat(result.statusCode()).isNull();
    }

    @Test
    void informational_heads_before_an_answer_are_passed_over() {
        var heads = EARLY_HINTS.repeat(ResponseReader.INFORMATIONAL_HEADS_MAX);

        assertThat(answeredWith(heads + "HTTP/1.1 204 No Content\r\n\r\n").statusCode())
                .isEqualTo(204);
    }

    @Test
    void a_head_too_large_to_read_is_told() {
        assertThat(send("/?head_bytes=100000", Sending.TIMEOUT).errorClass()).isEqualTo("response_too_large");
    }

    @Test
    void a_large_head_is_kept_in_part() {
        var result = send("/?status=500&head_bytes=10000", Sending.TIMEOUT);

        assertThat(result.errorClass()).isEqualTo("status");
        assertThat(result.responseHead()).hasSize(ResponseHead.BYTES_MAX);
    }

    @Test
    void a_gibibyte_is_not_read_and_the_status_counts() {
        var result = send("/?body_bytes=1073741824", Sending.TIMEOUT);
        var failed = send("/?status=500&body_bytes=1073741824", Sending.TIMEOUT);

        assertThat(result.succeeded()).isTrue();
        assertThat(failed.errorClass()).isEqualTo("status");
        assertThat(result.timings().totalMicros()).isLessThan(LESS_THAN_ALL);
    }

    @Test
    void a_body_of_one_byte_a_second_is_not_waited_for() {
        var result = send("/?kind=drip_body&body_bytes=60", Sending.TIMEOUT);

        assertThat(result.succeeded()).isTrue();
        assertThat(result.timings().totalMicros()).isLessThan(LESS_THAN_ALL);
    }

    @Test
    void a_reset_in_the_body_takes_nothing_back() {
        assertThat(send("/?kind=cut&body_bytes=1000", Sending.TIMEOUT).statusCode())
                .isEqualTo(200);
    }

    @Test
    void hostile_answers_leave_nothing_behind_for_the_next() {
        for (var path : new String[] {"/?kind=cut&body_bytes=9", "/?kind=garbage", "/?kind=reset", "/?kind=hang"}) {
            assertThat(send(path, SHORT).timings().totalMicros()).isPositive();
            assertThat(send("/", Sending.TIMEOUT).succeeded()).isTrue();
        }
    }

    @Test
    void a_port_nobody_listens_on_is_no_connection() {
        int port = sending.receiver.port();
        sending.receiver.close().await();

        var result = sender.send(Sending.order("http://hook.example.com:" + port, Sending.TIMEOUT))
                .await();

        assertThat(result.errorClass()).isEqualTo("connect");
        assertThat(result.address()).isEqualTo("127.0.0.1");
    }

    /** The result of an attempt to a receiver that answers a request with these bytes. */
    private AttemptResult answeredWith(String bytes) {
        var server = sending.vertx
                .createNetServer()
                .connectHandler(socket -> socket.handler(_ -> {
                    var _ = socket.write(bytes);
                }))
                .listen(0, "127.0.0.1")
                .await();
        return sender.send(Sending.order("http://hook.example.com:" + server.actualPort(), Sending.TIMEOUT))
                .await();
    }

    private AttemptResult send(String path, Duration timeout) {
        return sender.send(Sending.order(sending.to(path).url().toString(), timeout))
                .await();
    }
}
