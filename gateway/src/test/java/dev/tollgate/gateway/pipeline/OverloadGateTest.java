package dev.tollgate.gateway.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.Actor;
import dev.tollgate.contract.caller.RequestId;
import dev.tollgate.contract.caller.Surface;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.gateway.credential.Credential;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class OverloadGateTest {

    private static final Operation<?, ?> READ = RunBench.READ;
    private static final Operation<?, ?> WRITE = RunBench.WRITE;
    private static final CallResult<Object> CHARGED =
            new CallResult<>(Outcome.done("done"), new CallResult.Metered(20, 1L, null, null));
    private static final int CALLS = OwnPipeline.SHEDDING.inFlightMin();

    private final OverloadGate gate = new OverloadGate(OwnPipeline.SHEDDING);

    @Test
    void calls_of_both_protocols_are_refused_with_a_time_to_come_back() {
        begin(CALLS, READ);

        tickMuchLater();

        var refusal = new Refusal.ServiceUnavailable(Duration.ofSeconds(1), false);
        assertThat(gate.refusal(context(Surface.REST))).isEqualTo(refusal);
        assertThat(gate.refusal(context(Surface.MCP))).isEqualTo(refusal);
        assertThat(gate.shed()).isEqualTo(2);
    }

    @Test
    void the_control_plane_and_signed_messages_are_never_refused_and_take_no_place() {
        begin(CALLS, READ);
        tickMuchLater();

        for (var surface : Set.of(Surface.CONTROL, Surface.WEBHOOK, Surface.JOB)) {
            var context = context(surface);

            assertThat(gate.refusal(context)).isNull();
            assertThat(gate.refusal(context, WRITE)).isNull();
            assertThat(gate.begin(context, WRITE)).isNull();
            assertThat(context.begun()).isFalse();
        }
    }

    @Test
    void writes_that_wait_leave_reads_alone() {
        begin(CALLS, WRITE);
        var read = context(Surface.REST);
        var _ = gate.begin(read, READ);
        gate.ended(read, CHARGED);

        tickMuchLater();

        assertThat(gate.refusal(context(Surface.REST))).isNull();
        assertThat(gate.refusal(context(Surface.REST), READ)).isNull();
        assertThat(gate.refusal(context(Surface.REST), WRITE)).isNotNull();
    }

    @Test
    void a_call_that_ended_takes_no_place() {
        for (int i = 0; i < 10 * CALLS; i++) {
            var context = context(Surface.REST);
            var _ = gate.begin(context, WRITE);
            gate.ended(context, CallResult.refused(new Refusal.RouteNotFound()));
        }

        tickMuchLater();

        assertThat(gate.refusal(context(Surface.REST))).isNull();
        assertThat(gate.refusal(context(Surface.REST), WRITE)).isNull();
    }

    @Test
    void a_call_whose_body_came_after_the_overload_began_is_refused_and_takes_no_place() {
        var slow = context(Surface.REST);
        var admitted = gate.refusal(slow);
        begin(CALLS, READ);
        tickMuchLater();

        var refusal = gate.begin(slow, READ);

        assertThat(admitted).isNull();
        assertThat(refusal).isEqualTo(new Refusal.ServiceUnavailable(Duration.ofSeconds(1), false));
        assertThat(slow.begun()).isFalse();
    }

    @Test
    void a_write_whose_body_came_after_an_overload_of_writes_began_is_refused() {
        begin(CALLS, WRITE);
        var read = context(Surface.REST);
        var _ = gate.begin(read, READ);
        gate.ended(read, CHARGED);
        tickMuchLater();

        assertThat(gate.begin(context(Surface.REST), WRITE)).isNotNull();
        assertThat(gate.begin(context(Surface.REST), READ)).isNull();
    }

    private void begin(int calls, Operation<?, ?> operation) {
        for (int i = 0; i < calls; i++) {
            var _ = gate.begin(context(Surface.REST), operation);
        }
    }

    private void tickMuchLater() {
        gate.tick(System.nanoTime() + Duration.ofMinutes(1).toNanos());
    }

    /** Of one tenant and another credential each time. */
    private static RequestContext context(Surface surface) {
        var id = UUID.randomUUID();
        var arrival = new Arrival(
                new RequestId(id), null, Instant.EPOCH, System.nanoTime(), surface, "127.0.0.1", null, null);
        var actor = new Actor(Actor.Kind.API_KEY, "key_" + id, "tester");
        var credential = new Credential(id, actor, surface, null, Set.of(), null, null, false);
        return new RequestContext(arrival, credential, new TenantId(new UUID(1, 1)), null);
    }
}
