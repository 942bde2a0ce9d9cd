package dev.tollgate.webhooks.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
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
    void a_tenant_that_is_full_in_two_ways_is_named_once() {
        var small = new QueueRegistry(QueueRegistry.WAITING_MAX * 3);
        for (int i = 0; i < QueueRegistry.WAITING_MAX / 4 * 3; i++) {
            var _ = small.add(ScheduleBench.delivery(FIRST, OTHER, 1));
        }

        assertThat(small.fullTenants()).containsExactly(FIRST);
        assertThat(small.full()).isEmpty();
    }

    @Test
    void an_endpoint_has_room_for_a_thousand_deliveries() {
        var endpoint = UUID.randomUUID();
        int first = registry.room(endpoint, FIRST);
        var queue = registry.add(ScheduleBench.delivery(FIRST, endpoint, 1));

        assertThat(first).isEqualTo(QueueRegistry.QUEUE_MAX);
        assertThat(registry.room(endpoint, FIRST)).isEqualTo(QueueRegistry.QUEUE_MAX - 1);
        assertThat(queue.wanted).isFalse();
    }

    @Test
    void an_endpoint_that_is_slow_or_held_back_has_room_for_a_few() {
        var slow = registry.queue(UUID.randomUUID(), FIRST);
        slow.slow = true;
        var broken = registry.queue(UUID.randomUUID(), FIRST);
        broken.broken = true;

        assertThat(registry.room(slow.endpoint, FIRST)).isEqualTo(QueueRegistry.SLOW_QUEUE_MAX);
        assertThat(registry.room(broken.endpoint, FIRST)).isEqualTo(QueueRegistry.SLOW_QUEUE_MAX);
    }

    @Test
    void an_endpoint_with_a_rate_limit_has_room_for_those_of_a_second() {
        var few = registry.queue(UUID.randomUUID(), FIRST);
        few.rate(2);
        var many = registry.queue(UUID.randomUUID(), FIRST);
        many.rate(2 * QueueRegistry.QUEUE_MAX);

        assertThat(registry.room(few.endpoint, FIRST)).isEqualTo(2);
        assertThat(registry.room(many.endpoint, FIRST)).isEqualTo(QueueRegistry.QUEUE_MAX);
    }

    @Test
    void an_endpoint_with_more_than_it_has_room_for_has_none_and_wants_more() {
        var endpoint = UUID.randomUUID();
        for (int i = 0; i <= QueueRegistry.SLOW_QUEUE_MAX; i++) {
            var _ = registry.add(ScheduleBench.delivery(FIRST, endpoint, 1));
        }
        var queue = registry.queue(endpoint, FIRST);
        queue.slow = true;
        int room = registry.room(endpoint, FIRST);
        queue.slow = false;
        var _ = registry.room(endpoint, FIRST);

        assertThat(room).isZero();
        assertThat(queue.wanted).isTrue();
    }

    @Test
    void an_endpoint_without_deliveries_is_not_full_though_the_memory_is() {
        var small = new QueueRegistry(4);
        for (int tenant = 1; tenant <= 4; tenant++) {
            var _ = small.add(ScheduleBench.delivery(new UUID(tenant, tenant), UUID.randomUUID(), 1));
        }
        var _ = small.queue(UUID.randomUUID(), new UUID(5, 5));

        assertThat(small.full()).isEmpty();
    }

    @Test
    void bodies_that_fill_the_memory_leave_room_to_no_tenant() {
        var small = new QueueRegistry(4);
        for (int tenant = 1; tenant <= 3; tenant++) {
            var _ = small.add(ScheduleBench.delivery(new UUID(tenant, tenant), UUID.randomUUID(), 1));
        }
        int ofFirst = small.room(UUID.randomUUID(), FIRST);
        int ofLast = small.room(UUID.randomUUID(), new UUID(5, 5));
        var _ = small.add(ScheduleBench.delivery(new UUID(4, 4), UUID.randomUUID(), 1));

        assertThat(ofFirst).as("its own part is full").isZero();
        assertThat(ofLast).isPositive();
        assertThat(small.room(UUID.randomUUID(), new UUID(5, 5))).isZero();
    }

    @Test
    void queues_are_bounded_and_a_new_endpoint_gets_the_place_of_the_one_used_longest_ago() {
        createIdle(QueueRegistry.QUEUES_MAX);
        registry.used(registry.queue(new UUID(3, 0), FIRST));
        var late = UUID.randomUUID();

        int room = registry.room(late, OTHER);
        var _ = registry.add(ScheduleBench.delivery(OTHER, late, 1));

        assertThat(room).isEqualTo(QueueRegistry.QUEUE_MAX);
        assertThat(registry.all()).hasSize(QueueRegistry.QUEUES_MAX);
        assertThat(registry.find(new UUID(3, 0))).isNotNull();
        assertThat(registry.find(new UUID(3, 1))).isNull();
        assertThat(registry.ofTenant(FIRST)).hasSize(QueueRegistry.QUEUES_MAX - 1);
    }

    @Test
    void a_queue_with_deliveries_or_attempts_in_flight_is_not_forgotten_for_another() {
        var waiting = registry.add(ScheduleBench.delivery(OTHER, UUID.randomUUID(), 1));
        var inFlight = registry.add(ScheduleBench.delivery(OTHER, UUID.randomUUID(), 1));
        var _ = registry.remove(inFlight);
        var _ = inFlight.start(System.nanoTime(), 1);

        createIdle(2 * QueueRegistry.QUEUES_MAX);

        assertThat(registry.ofTenant(OTHER)).containsExactlyInAnyOrder(waiting, inFlight);
        assertThat(registry.all()).hasSize(QueueRegistry.QUEUES_MAX);
    }

    @Test
    void queues_that_are_idle_for_long_are_forgotten_and_those_with_deliveries_kept() {
        createIdle(10);
        var waiting = registry.add(ScheduleBench.delivery(OTHER, UUID.randomUUID(), 1));

        registry.forgetIdle(System.nanoTime() + Duration.ofMinutes(6).toNanos());

        assertThat(registry.all()).containsExactly(waiting);
        assertThat(registry.ofTenant(FIRST)).isEmpty();
    }

    @Test
    void full_queues_are_sought_among_those_with_deliveries_only() {
        createIdle(1_000);
        var left = registry.add(ScheduleBench.delivery(FIRST, UUID.randomUUID(), 1));
        var _ = registry.remove(left);
        registry.add(ScheduleBench.delivery(FIRST, OTHER, 1)).rate(1);

        var full = registry.full();

        assertThat(full).containsExactly(OTHER);
        assertThat(registry.looks()).isEqualTo(1);
    }

    @Test
    void closed_queues_have_no_room() {
        registry.close();

        assertThat(registry.room(UUID.randomUUID(), FIRST)).isZero();
    }

    /** Makes so many queues with nothing in them. */
    private void createIdle(int count) {
        for (int i = 0; i < count; i++) {
            var _ = registry.queue(new UUID(3, i), FIRST);
        }
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
