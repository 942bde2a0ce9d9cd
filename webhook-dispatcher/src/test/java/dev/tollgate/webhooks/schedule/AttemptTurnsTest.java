package dev.tollgate.webhooks.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.webhooks.settlement.SettlementQueue;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which queue is next where more wait than there is room for; nothing but an attempt that ends starts another. */
class AttemptTurnsTest {

    private static final int LARGE = 256 << 10;
    private static final long BYTES_MAX = 16L * LARGE;
    private static final UUID FIRST = new UUID(1, 1);
    private static final UUID OTHER = new UUID(2, 2);

    private final ScheduleBench bench = new ScheduleBench();
    private final QueueRegistry registry = new QueueRegistry(BYTES_MAX);
    private final List<EndpointQueue> started = new ArrayList<>();
    private final ArrayDeque<Promise<EndpointQueue.End>> ends = new ArrayDeque<>();
    private final AttemptScheduler scheduler = scheduler();

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void queues_of_a_full_tenant_are_not_looked_at_for_each_attempt_of_another() {
        add(FIRST, 6_000, 1, 1);
        pump();
        ends.clear();
        add(OTHER, 1, 100, 1);
        pump();
        long before = scheduler.looks();

        end(100);

        assertThat(started).filteredOn(queue -> queue.tenant.equals(OTHER)).hasSize(100);
        assertThat(scheduler.looks() - before).isLessThan(1_000);
    }

    @Test
    void queues_of_a_full_tenant_are_not_looked_at_for_each_of_its_own_attempts() {
        add(FIRST, 6_000, 1, 1);
        pump();
        long before = scheduler.looks();

        end(100);

        assertThat(scheduler.looks() - before).isLessThan(1_000);
    }

    @Test
    void nobody_is_looked_at_while_all_attempts_are_taken() {
        for (int tenant = 1; tenant <= 300; tenant++) {
            add(new UUID(tenant, tenant), 1, 8, 1);
        }
        pump();
        long before = scheduler.looks();

        end(50);

        assertThat(started).hasSize(ScheduleBench.TERMS.concurrency() + 50);
        assertThat(scheduler.looks() - before).isLessThan(100);
    }

    @Test
    void queues_of_a_full_tenant_take_turns() {
        add(FIRST, 400, 2, 1);
        pump();

        end(400 - started.size());

        assertThat(started).hasSize(400).doesNotHaveDuplicates();
    }

    @Test
    void a_tenant_with_few_queues_has_as_many_turns_as_one_with_many() {
        add(FIRST, 2_000, 1, 1);
        add(OTHER, 10, 16, 1);

        pump();

        assertThat(started.subList(0, 100))
                .filteredOn(queue -> queue.tenant.equals(OTHER))
                .hasSize(50);
    }

    @Test
    void a_large_body_keeps_no_small_one_of_its_tenant_waiting() {
        add(FIRST, 10, 1, LARGE);
        add(FIRST, 10, 1, 1);

        pump();

        assertThat(started).hasSize(3 + 10);
    }

    @Test
    void slow_queues_that_have_no_room_keep_no_fast_one_of_their_tenant_waiting() {
        add(FIRST, 400, 1, 1);
        onLoop(() -> registry.all().forEach(scheduler::slow));
        add(FIRST, 50, 1, 1);

        pump();

        assertThat(started).filteredOn(queue -> !queue.slow).hasSize(50);
    }

    @Test
    void a_queue_has_no_turn_beyond_its_own_limit() {
        add(FIRST, 1, 20, 1);
        var slow = registry.add(ScheduleBench.delivery(OTHER, UUID.randomUUID(), 1));
        onLoop(() -> {
            for (int i = 0; i < 10; i++) {
                var _ = registry.add(ScheduleBench.delivery(OTHER, slow.endpoint, 1));
            }
            scheduler.slow(slow);
        });

        pump();

        assertThat(started).filteredOn(queue -> queue == slow).hasSize(EndpointQueue.SLOW_CONCURRENCY);
        assertThat(started).filteredOn(queue -> queue != slow).hasSize(ScheduleBench.TERMS.endpointConcurrency());
    }

    @Test
    void a_queue_whose_host_is_busy_has_no_turn_for_a_while() {
        add(FIRST, 400, 2, 1);
        pump();
        var busy = started.getFirst();

        onLoop(() -> {
            ends.remove().complete(EndpointQueue.End.HOST_BUSY);
            for (int i = 0; i < 500; i++) {
                ends.remove().complete(EndpointQueue.End.SUCCEEDED);
            }
        });

        assertThat(started).filteredOn(queue -> queue == busy).hasSize(1);
    }

    @Test
    void no_queue_is_forgotten_whatever_kept_it_waiting() {
        for (var tenant : List.of(FIRST, OTHER, new UUID(3, 3))) {
            IntStream.of(1, 100, BodyBytes.SMALL_MAX, BodyBytes.SMALL_MAX + 1, LARGE)
                    .forEach(bytes -> add(tenant, 40, 6, bytes));
        }
        onLoop(() -> registry.all().stream()
                .filter(queue -> queue.endpoint.hashCode() % 3 == 0)
                .forEach(scheduler::slow));
        pump();

        while (!ends.isEmpty()) {
            end(1);
        }

        assertThat(started).hasSize(3 * 5 * 40 * 6);
    }

    @Test
    void a_queue_that_turns_slow_or_fast_while_it_waits_starts_by_the_room_that_it_has_then() {
        add(FIRST, 400, 1, 1);
        pump();
        var waiting = registry.all().stream()
                .filter(queue -> !queue.deliveries.isEmpty())
                .toList();
        int full = started.size();

        onLoop(() -> waiting.forEach(scheduler::slow));
        end(full);

        assertThat(started).hasSizeGreaterThan(full).hasSizeLessThan(400);
        while (!ends.isEmpty()) {
            end(1);
        }
        assertThat(started).hasSize(400);
    }

    @Test
    void a_queue_whose_only_attempt_has_ended_may_be_forgotten_for_others() {
        add(FIRST, 1, 1, 1);
        pump();
        createQueues(2);

        end(1);
        createQueues(3);

        assertThat(registry.ofTenant(FIRST)).isEmpty();
    }

    /** As many as there may be, of another tenant, with nothing in them. */
    private void createQueues(long high) {
        onLoop(() -> IntStream.range(0, QueueRegistry.QUEUES_MAX)
                .forEach(i ->
                        assertThat(registry.queue(new UUID(high, i), OTHER)).isNotNull()));
    }

    private void add(UUID tenant, int endpoints, int deliveries, int bytes) {
        onLoop(() -> IntStream.range(0, endpoints).forEach(_ -> {
            var endpoint = UUID.randomUUID();
            for (int i = 0; i < deliveries; i++) {
                scheduler.add(registry.add(ScheduleBench.delivery(tenant, endpoint, bytes)));
            }
        }));
    }

    private void pump() {
        onLoop(scheduler::pump);
    }

    /** Ends so many attempts, one after the other, the oldest first. */
    private void end(int attempts) {
        onLoop(() -> {
            for (int i = 0; i < attempts; i++) {
                ends.remove().complete(EndpointQueue.End.SUCCEEDED);
            }
        });
    }

    private void onLoop(Runnable work) {
        var _ = bench.onLoop(() -> {
            work.run();
            return Future.succeededFuture();
        });
    }

    private AttemptScheduler scheduler() {
        var settlement = new SettlementQueue(bench.settling, new SettlementEffects(bench.queues, ScheduleBench.TERMS));
        var made = new AttemptScheduler(bench.vertx, ScheduleBench.TERMS, registry, bench.queues, BYTES_MAX);
        made.join(new EndpointQueues.Collaborators(
                settlement,
                (_, queue) -> {
                    started.add(queue);
                    var end = Promise.<EndpointQueue.End>promise();
                    ends.add(end);
                    return end.future();
                },
                new Claimer(bench.vertx, bench.claims, bench.queues)));
        return made;
    }
}
