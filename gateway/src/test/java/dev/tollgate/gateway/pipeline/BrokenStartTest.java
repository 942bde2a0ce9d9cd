package dev.tollgate.gateway.pipeline;

import static dev.tollgate.gateway.pipeline.RunBench.WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.RequestId;
import dev.tollgate.contract.caller.Surface;
import dev.tollgate.contract.operation.Conditions;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A call whose very first step throws. */
class BrokenStartTest {

    private static final Arrival ARRIVAL = new Arrival(
            new RequestId(UUID.randomUUID()), null, Instant.EPOCH, 0, Surface.REST, "127.0.0.1", null, null);

    @Test
    void it_is_answered_and_nothing_waits_for_its_deadline() {
        var bench = new RunBench();
        var real = bench.services;
        // Without idempotency answers to look at, the look-up throws.
        var broken = new CallExecution.Services(real.handlers(), null, real.metering(), real.usage(), real.recorder());
        var retried = new Conditions("again", null, null, false);

        var result = bench.onLoop(() -> bench.started(broken, WRITE, retried, () -> false));

        assertThat(result.code()).isEqualTo("internal_error");
        assertThat(broken.deadlines().of(ARRIVAL, WRITE).isEmpty()).isTrue();
    }
}
