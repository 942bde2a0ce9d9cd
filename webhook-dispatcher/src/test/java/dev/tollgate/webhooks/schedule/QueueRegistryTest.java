package dev.tollgate.webhooks.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Places of deliveries that wait in memory. */
class QueueRegistryTest {

    private static final UUID FIRST = new UUID(1, 1);
    private static final UUID OTHER = new UUID(2, 2);

    private final QueueRegistry registry = new QueueRegistry(BodyBytes.MAX);

    @Test
    void deliveries_of_one_tenant_leave_places_to_others() {
        int taken = fill(FIRST);

        assertThat(taken).isEqualTo(QueueRegistry.WAITING_MAX / 4 * 3);
        assertThat(registry.room(UUID.randomUUID(), FIRST)).isZero();
        assertThat(registry.fullTenants()).containsExactly(FIRST);
        assertThat(fill(OTHER)).isPositive();
    }

    @Test
    void an_endpoint_has_room_for_no_more_than_its_tenant_may_still_have() {
        int taken = fill(FIRST);
        int ofOther = registry.plan().room(OTHER);

        assertThat(registry.room(UUID.randomUUID(), OTHER))
                .isEqualTo(ofOther)
                .isLessThan(QueueRegistry.WAITING_MAX - taken);
    }

    @Test
    void a_delivery_that_leaves_makes_room_for_its_tenant() {
        int taken = fill(FIRST);
        var queue = registry.all().getFirst();

        var _ = registry.remove(queue);
        var _ = registry.removeLast(queue);

        assertThat(registry.waiting()).isEqualTo(taken - 2);
        assertThat(registry.fullTenants()).isEmpty();
        assertThat(registry.room(UUID.randomUUID(), FIRST)).isEqualTo(2);
    }

    @Test
    void full_queues_of_a_full_tenant_are_named_by_their_tenant_alone() {
        var _ = fill(FIRST);
        var full = UUID.randomUUID();
        registry.add(ScheduleBench.delivery(OTHER, full, 1)).rate(1);

        assertThat(registry.full()).containsExactly(full);
        assertThat(registry.fullTenants()).containsExactly(FIRST);
        assertThat(registry.all()).allMatch(queue -> queue.wanted);
    }

    @Test
    void closed_queues_have_no_room() {
        registry.close();

        assertThat(registry.room(UUID.randomUUID(), FIRST)).isZero();
    }

    /** Adds small deliveries to as many endpoints of a tenant as it takes until there is no room. */
    private int fill(UUID tenant) {
        int taken = 0;
        var endpoint = UUID.randomUUID();
        while (registry.room(endpoint, tenant) > 0) {
            for (int room = registry.room(endpoint, tenant); room > 0; room--) {
                var _ = registry.add(ScheduleBench.delivery(tenant, endpoint, 1));
                taken++;
            }
            endpoint = UUID.randomUUID();
        }
        return taken;
    }
}
