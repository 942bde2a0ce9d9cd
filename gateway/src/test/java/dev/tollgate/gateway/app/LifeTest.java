package dev.tollgate.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.tollgate.gateway.fixture.Eventually;
import dev.tollgate.gateway.fixture.GatewayFixture;
import dev.tollgate.runtime.telemetry.RawJsonLines;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** A gateway starts beside another, and goes without a trace. */
class LifeTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    private final GatewayFixture gateway = GatewayFixture.shared();

    @Test
    void a_second_gateway_serves_the_same_workspaces_until_it_is_stopped() {
        var key = gateway.tenant("business").apiKey().getString("secret");

        var second = gateway.second();
        Eventually.within(
                SOON, () -> second.call("GET", "/v1/workspace", key, null).expect(200));
        second.close();

        assertThatThrownBy(() -> second.call("GET", "/v1/workspace", key, null))
                .isInstanceOf(IllegalStateException.class);
        assertThat(gateway.call("GET", "/v1/workspace", key, null).status()).isEqualTo(200);
    }

    @Test
    void the_last_calls_before_a_stop_have_their_lines_in_the_log() throws Exception {
        var key = gateway.tenant("business").apiKey().getString("secret");
        var second = gateway.second();
        Eventually.within(
                SOON, () -> second.call("GET", "/v1/workspace", key, null).expect(200));
        var lines = new CallLines();
        lines.open();
        var answered = new ConcurrentLinkedQueue<String>();

        var caller = Thread.ofVirtual().start(() -> {
            try {
                while (true) {
                    var reply = second.call("GET", "/v1/workspace", key, null);
                    if (reply.status() == 200) {
                        reply.header("X-Request-Id").ifPresent(answered::add);
                    }
                }
            } catch (IllegalStateException stopped) {
                // the gateway is gone
            }
        });
        Eventually.within(SOON, () -> assertThat(answered).hasSizeGreaterThan(20));
        second.close();
        boolean ended = caller.join(SOON);
        lines.close();

        assertThat(ended).isTrue();
        assertThat(answered).allSatisfy(id -> assertThat(lines.text()).contains(id));
    }

    /** The lines of calls, which tests do not print. */
    private static final class CallLines extends AppenderBase<ILoggingEvent> {

        private static final Logger LOGGER = (Logger) LoggerFactory.getLogger("dev.tollgate.call");

        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final Level before = LOGGER.getLevel();

        void open() {
            start();
            LOGGER.setAdditive(false);
            LOGGER.setLevel(Level.INFO);
            LOGGER.addAppender(this);
        }

        void close() {
            LOGGER.detachAppender(this);
            LOGGER.setLevel(before);
            LOGGER.setAdditive(true);
        }

        @Override
        protected void append(ILoggingEvent event) {
            if (event.getArgumentArray()[0] instanceof RawJsonLines(byte[] more)) {
                bytes.writeBytes(more);
            }
        }

        String text() {
            return bytes.toString(StandardCharsets.UTF_8);
        }
    }

    @Test
    void a_taken_port_is_told_in_one_line() {
        var port = Integer.toString(gateway.base().getPort());

        assertThatThrownBy(() -> gateway.second(Map.of("tollgate.gateway.port", port)))
                .hasStackTraceContaining("port " + port + " is taken; tollgate.gateway.port names another");
    }
}
