package dev.tollgate.money.hold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.TenantId;
import io.vertx.core.Promise;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Calls that wait for the copies of several accounts, none of which is ever renewed. */
class RenewalQueuesTest {

    private static final TenantId ACME = new TenantId(new UUID(1, 1));
    private static final TenantId BOLT = new TenantId(new UUID(2, 2));

    private final RenewalQueues queues =
            new RenewalQueues((_, _, _) -> Promise.<Void>promise().future(), _ -> {});

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

    private PendingHold waiting(TenantId tenant) {
        var call = call(tenant, System.nanoTime());
        queues.stale(call, new CopyRenewal.Need.Lost(), Instant.EPOCH);
        return call;
    }

    private static PendingHold call(TenantId tenant, long since) {
        return new PendingHold(new HoldRequest(tenant, 1, List.of()), since);
    }
}
