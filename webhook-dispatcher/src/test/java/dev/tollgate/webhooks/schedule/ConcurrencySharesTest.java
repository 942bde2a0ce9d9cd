package dev.tollgate.webhooks.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;

class ConcurrencySharesTest {

    private static final int CONCURRENCY = 64;
    private static final int SLOW = CONCURRENCY / 4;

    private final ConcurrencyShares shares = new ConcurrencyShares(CONCURRENCY);

    @Test
    void slow_endpoints_of_one_tenant_leave_half_of_their_share_to_others() {
        var first = slow(new UUID(1, 1));
        var other = slow(new UUID(2, 2));

        int ofFirst = started(first);
        int ofOther = started(other);

        assertThat(ofFirst).isEqualTo(SLOW / 2);
        assertThat(ofOther).isEqualTo(SLOW / 4);
    }

    @Test
    void slow_endpoints_of_some_tenants_leave_attempts_to_others_also_together() {
        for (int tenant = 1; tenant <= 3; tenant++) {
            var _ = started(slow(new UUID(tenant, tenant)));
        }

        assertThat(started(slow(new UUID(4, 4)))).isEqualTo(1);
    }

    @Test
    void an_attempt_of_a_slow_endpoint_that_ends_makes_room_for_its_tenant() {
        var first = slow(new UUID(1, 1));
        int most = started(first);

        shares.ended(first);

        assertThat(started(slow(first.tenant))).isEqualTo(1);
        assertThat(shares.underWay()).isEqualTo(most);
    }

    private static EndpointQueue slow(UUID tenant) {
        var queue = new EndpointQueue(UUID.randomUUID(), tenant, 0);
        queue.slow = true;
        return queue;
    }

    /** Starts attempts until there is no room. */
    private int started(EndpointQueue queue) {
        int count = 0;
        while (!shares.full(queue)) {
            shares.started(queue);
            count++;
        }
        return count;
    }
}
