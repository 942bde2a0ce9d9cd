package dev.tollgate.gateway.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.Actor;
import dev.tollgate.contract.caller.RequestId;
import dev.tollgate.contract.caller.Surface;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.gateway.access.InFlightLimiter;
import dev.tollgate.gateway.credential.Credential;
import dev.tollgate.money.price.Plans;
import dev.tollgate.money.price.PriceBook;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class EntryGateTest {

    private static final int MORE_THAN_THE_BUCKET_HAS = 10;

    /** Stands still, so that the bucket fills up by no time that a test takes. */
    private long nowNanos;

    private final EntryGate gate = new EntryGate(
            new OverloadGate(OwnPipeline.SHEDDING),
            InFlightLimiter.ofAppPlane(1, 1),
            InFlightLimiter.ofControlPlane(),
            new Metering(PriceBook.shipped(), Plans.shipped(), RunBench.holds()),
            () -> nowNanos);

    private static RequestContext context() {
        var id = UUID.randomUUID();
        var arrival = new Arrival(new RequestId(id), null, Instant.EPOCH, 0, Surface.CONTROL, "127.0.0.1", null, null);
        var actor = new Actor(Actor.Kind.OPERATOR, "ada", "ada");
        var credential = new Credential(id, actor, Surface.CONTROL, null, Set.of(), null, null, false);
        return new RequestContext(arrival, credential, null, null);
    }

    @Test
    void work_that_is_no_call_is_refused_once_the_flood_bucket_is_empty() {
        var context = context();
        var done = new AtomicInteger();
        int asked = MORE_THAN_THE_BUCKET_HAS * gate.callsPerSecond(context);

        for (int at = 0; at < asked; at++) {
            var _ = gate.work(context, done::incrementAndGet);
        }
        int before = done.get();
        var refusal = gate.work(context, done::incrementAndGet);

        assertThat(refusal).isInstanceOf(Refusal.RateLimited.class);
        assertThat(done.get()).isEqualTo(before).isBetween(1, asked - 1);
        assertThat(context.inside()).isFalse();
    }

    @Test
    void work_of_a_call_beyond_what_its_price_covers_takes_calls_out_of_the_flood_bucket() {
        assertThat(refusalAfter(EntryGate.WORK_INCLUDED)).isNull();
        assertThat(refusalAfter(EntryGate.WORK_INCLUDED.plusMinutes(1))).isInstanceOf(Refusal.RateLimited.class);
    }

    @Test
    void a_call_is_no_flood_because_its_target_was_looked_up_for_long() {
        var context = context();
        nowNanos = TimeUnit.SECONDS.toNanos(2);
        var _ = gate.work(context, () -> {});

        var refusal = gate.work(context, () -> {});

        assertThat(refusal).isNull();
    }

    /** Of what a caller does next whose call has used its loop for so long. */
    private Refusal refusalAfter(Duration worked) {
        var context = context();
        var _ = gate.work(context, () -> {});
        context.goneInside();
        new EffectWatch(context).worked(worked.toNanos());
        gate.leave(context);
        return gate.work(context, () -> {});
    }
}
