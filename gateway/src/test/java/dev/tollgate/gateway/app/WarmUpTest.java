package dev.tollgate.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.embedded.TestServers;
import dev.tollgate.gateway.fixture.GatewayFixture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class WarmUpTest {

    private static final Duration TIME = Duration.ofMillis(300);
    private static final int SECONDS_MAX = 20;

    private final GatewayFixture gateway = GatewayFixture.shared();

    private int answers(int port) throws TimeoutException {
        return WarmUp.run(gateway.process().context().vertx(), port, TIME).await(SECONDS_MAX, TimeUnit.SECONDS);
    }

    @Test
    void it_reads_until_the_time_is_up_and_counts_as_no_call() throws TimeoutException {
        long calls = gateway.counted("tollgate_calls_seconds_count");

        int answers = answers(gateway.base().getPort());

        assertThat(answers).isPositive();
        assertThat(gateway.counted("tollgate_calls_seconds_count")).isEqualTo(calls);
    }

    @Test
    void where_nothing_answers_it_ends() throws TimeoutException {
        assertThat(answers(TestServers.freePort())).isZero();
    }
}
