package dev.tollgate.webhooks.delivery;

import static dev.tollgate.webhooks.delivery.Sending.address;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.net.ClientSSLOptions;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResolvedAddressTest {

    private final Sending sending = new Sending();
    private final Deque<List<InetAddress>> answers = new ArrayDeque<>();
    private final Sender sender =
            sending.sender(_ -> Future.succeededFuture(answers.removeFirst()), null, new ClientSSLOptions());

    @AfterEach
    void close() {
        sender.close().await();
        sending.close();
    }

    /** 127.0.0.1 stands for a public address here: settings allow it and nothing else that is not public. */
    @Test
    void a_name_that_rebinds_reaches_only_what_was_judged() {
        answers.add(List.of(address("127.0.0.1")));
        answers.add(List.of(address("127.0.0.2")));
        answers.add(List.of(address("169.254.169.254")));

        var honest = sender.send(sending.to("/")).await();
        var rebound = sender.send(sending.to("/")).await();
        var metadata = sender.send(sending.to("/")).await();

        assertThat(honest.succeeded()).isTrue();
        assertThat(rebound.errorClass()).isEqualTo("address_refused");
        assertThat(rebound.address()).isEqualTo("127.0.0.2");
        assertThat(metadata.errorClass()).isEqualTo("address_refused");
        assertThat(sending.receiver.count())
                .as("the kept connection was not used either")
                .isEqualTo(1);
        assertThat(answers).as("resolved once per attempt").isEmpty();
    }

    @Test
    void one_private_address_refuses_a_name_with_public_ones() {
        answers.add(List.of(address("127.0.0.1"), address("10.0.0.1")));

        assertThat(sender.send(sending.to("/")).await().errorClass()).isEqualTo("address_refused");
        assertThat(sending.receiver.count()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.1", "::1", "fd00::1", "64:ff9b::a00:1", "2002:a00:1::", "::10.0.0.1", "0.0.0.0"})
    void a_public_looking_name_of_a_private_address_is_refused_when_it_is_connected_to(String target) {
        answers.add(List.of(address(target)));

        assertThat(sender.send(sending.to("/")).await().errorClass()).isEqualTo("address_refused");
    }

    @Test
    void a_name_without_an_address_is_told() {
        answers.add(List.of());
        var failing =
                sending.sender(_ -> Future.failedFuture(new UnknownHostException()), null, new ClientSSLOptions());
        var silent = sending.sender(_ -> Promise.<List<InetAddress>>promise().future(), null, new ClientSSLOptions());

        assertThat(sender.send(sending.to("/")).await().errorClass()).isEqualTo("dns");
        assertThat(failing.send(sending.to("/")).await().errorClass()).isEqualTo("dns");
        var order = Sending.order(sending.to("/").url().toString(), Duration.ofMillis(200));
        assertThat(silent.send(order).await().errorClass()).isEqualTo("dns");
    }

    @Test
    void the_machine_resolves_its_own_names() {
        var own = sending.sender(new DnsNames(sending.vertx), null, new ClientSSLOptions());
        var order = Sending.order("http://localhost:" + sending.receiver.port() + "/", Sending.TIMEOUT);

        assertThat(own.send(order).await().succeeded()).isTrue();
    }
}
