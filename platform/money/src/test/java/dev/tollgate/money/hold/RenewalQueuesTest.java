package dev.tollgate.money.hold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.money.copy.CopyRenewal;
import io.vertx.core.Promise;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Calls that wait for the copies of several accounts. */
class RenewalQueuesTest {

    private static final TenantId ACME = new TenantId(new UUID(1, 1));
    private static final TenantId BOLT = new TenantId(new UUID(2, 2));

    private final Promise<Void> renewal = Promise.promise();
    private final List<PendingHold> again = new ArrayList<>();
    private final RenewalQueues queues = new RenewalQueues((_, _, _) -> renewal.future(), again::add);

    @Test
    void a_tick_tells_everybody_whose_time_is_up_although_the_first_of_them_comes_back() {
        var calls = List.of(waiting(ACME), waiting(ACME), waiting(BOLT), waiting(BOLT));
        long later = System.nanoTime() + TimeUnit.HOURS.toNanos(1);
        calls.forEach(call -> call.future()
                .onFailure(_ -> assertThat(queues.takes(call(call.request().tenant(), later)))
                        .isTrue()));

        var waits = queues.tick(later);

        assertThat(calls).allSatisfy(call -> assertThat(call.future().failed()).isTrue());
        assertThat(waits).isTrue();
    }

    @Test
    void a_call_asks_again_once_although_the_copy_is_found_sound_before_its_renewal_ends() {
        long since = System.nanoTime() + TimeUnit.HOURS.toNanos(1);
        var calls = List.of(call(ACME, since), call(ACME, since));
        calls.forEach(call -> queues.stale(call, new CopyRenewal.Need.Passed(), Instant.EPOCH));

        queues.sound(ACME);
        renewal.complete();

        assertThat(again).isEqualTo(calls);
    }

    private PendingHold waiting(TenantId tenant) {
        var call = call(tenant, System.nanoTime());
        queues.stale(call, new CopyRenewal.Need.Lost(), Instant.EPOCH);
        return call;
    }

    private static PendingHold call(TenantId tenant, long since) {
        return new PendingHold(new HoldRequest(tenant, 1, List.of()), since, Holds.ANSWER_TIMEOUT);
    }
}
