package dev.tollgate.gateway.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.tollgate.contract.caller.RequestId;
import dev.tollgate.contract.caller.Surface;
import dev.tollgate.contract.outcome.Failure;
import dev.tollgate.gateway.audit.RefusalAggregator;
import dev.tollgate.gateway.fixture.GatewayFixture;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Sampling of log lines while calls fail. */
class CallRecorderTest {

    private static final Logger LOGGER = (Logger) LoggerFactory.getLogger(CallRecorder.class);

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private CallRecorder recorder;

    @BeforeEach
    void prepare() {
        var process = GatewayFixture.shared().process().context();
        var registry = new SimpleMeterRegistry();
        recorder = new CallRecorder(registry, new RefusalAggregator(process.ids(), process.publisher(), 1, registry));
        log.start();
        LOGGER.addAppender(log);
    }

    @AfterEach
    void close() {
        LOGGER.detachAppender(log);
    }

    private void broke(Throwable cause) {
        var arrival = new Arrival(
                new RequestId(UUID.randomUUID()),
                null,
                Instant.EPOCH,
                System.nanoTime(),
                Surface.REST,
                "198.51.100.7",
                null,
                null);
        recorder.broke(arrival, null, cause);
    }

    private List<String> logged(Throwable kind) {
        return log.list.stream()
                .flatMap(line -> line.getKeyValuePairs().stream())
                .filter(pair -> pair.key.equals("failure") && pair.value.equals(kind.getMessage()))
                .map(pair -> String.valueOf(pair.value))
                .toList();
    }

    @Test
    void a_server_that_is_away_is_told_once_in_a_while_however_many_calls_it_breaks() {
        var away = Failure.Unavailable.before("the store of this test is away", new IllegalStateException("test"));
        var slow = Failure.Unavailable.before("the store of this test is slow", new IllegalStateException("test"));

        for (int at = 0; at < 50; at++) {
            broke(away);
        }
        broke(slow);

        assertThat(logged(away)).hasSizeLessThan(5);
        assertThat(logged(slow)).hasSize(1);
    }

    @Test
    void what_has_no_name_is_always_logged() {
        var bug = new IllegalStateException("a bug of this test");

        broke(bug);
        broke(bug);

        assertThat(log.list)
                .filteredOn(line -> line.getThrowableProxy() != null
                        && bug.getMessage().equals(line.getThrowableProxy().getMessage()))
                .hasSize(2);
    }
}
