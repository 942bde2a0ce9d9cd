package dev.tollgate.gateway.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.Surface;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.gateway.audit.RefusalAggregator;
import dev.tollgate.gateway.fixture.GatewayFixture;
import dev.tollgate.runtime.kafka.EventPublisher;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which refusals the audit gets within a second, and which once a minute. */
class RefusalTimesTest {

    private static final int SECONDS_OF_MINUTE = 60;
    private static final Refusal AWAY = new Refusal.ServiceUnavailable(Duration.ofSeconds(1), false);

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final RefusalAggregator audit =
            new RefusalAggregator(GatewayFixture.shared().process().context().ids(), closedPublisher(), 1, registry);
    private final CallRecorder recorder = new CallRecorder(registry, audit);

    static Stream<Refusal> inASecond() {
        return Stream.of(
                new Refusal.Conflict("no"),
                new Refusal.RateLimited("Too many.", Duration.ofSeconds(1)),
                new Refusal.InternalError(false),
                new Refusal.DeadlineExceeded(false),
                new Refusal.ServiceUnavailable(Duration.ofSeconds(1), true));
    }

    @ParameterizedTest
    @MethodSource("inASecond")
    void a_refusal_that_says_something_of_its_call_is_told_within_a_second(Refusal refusal) {
        recorder.left(OwnContexts.on(Surface.REST), RunBench.READ, CallResult.refused(refusal));

        audit.tell();

        assertThat(told()).isEqualTo(1);
    }

    @Test
    void a_503_without_effect_is_told_once_a_minute_after_the_first_with_the_number_of_all() {
        recorder.left(OwnContexts.on(Surface.REST), RunBench.READ, CallResult.refused(AWAY));

        for (int second = 1; second < SECONDS_OF_MINUTE; second++) {
            audit.tell();
            recorder.left(OwnContexts.on(Surface.REST), RunBench.READ, CallResult.refused(AWAY));
        }
        double before = told();
        audit.tell();

        assertThat(before).isZero();
        assertThat(told()).isEqualTo(SECONDS_OF_MINUTE);
    }

    @Test
    void a_credential_that_was_refused_before_its_operation_was_known_is_told_within_a_second() {
        recorder.rejected(OwnContexts.on(Surface.REST), AWAY);

        audit.tell();

        assertThat(told()).isEqualTo(1);
    }

    @Test
    void what_unknown_callers_are_refused_is_told_once_a_minute() {
        var facts = OwnContexts.on(Surface.REST).facts(RunBench.READ, null);
        recorder.witnessed(facts, new Refusal.Unauthorized());
        audit.tell();
        double first = told();

        for (int second = 1; second < SECONDS_OF_MINUTE; second++) {
            recorder.witnessed(facts, new Refusal.Unauthorized());
            audit.tell();
        }
        double before = told();
        audit.tell();

        assertThat(first).isEqualTo(1);
        assertThat(before).isEqualTo(1);
        assertThat(told()).isEqualTo(SECONDS_OF_MINUTE);
    }

    /** Refusals that were told: the publisher is closed and takes none, so that each is counted as lost at once. */
    private double told() {
        return registry.get("tollgate.audit.refusals.lost").counter().count();
    }

    private static EventPublisher closedPublisher() {
        var publisher =
                EventPublisher.open(GatewayFixture.shared().process().context().kafka());
        publisher.close().await();
        return publisher;
    }
}
