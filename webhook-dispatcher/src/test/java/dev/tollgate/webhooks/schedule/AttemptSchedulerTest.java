package dev.tollgate.webhooks.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.runtime.ids.IdSource;
import dev.tollgate.webhooks.settlement.Attempts;
import dev.tollgate.webhooks.settlement.DeliveryLimits;
import dev.tollgate.webhooks.settlement.LeasedDelivery;
import dev.tollgate.webhooks.settlement.SettlementQueue;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What starts side by side; no attempt ends by itself. */
class AttemptSchedulerTest {

    private static final int LARGE = 256 << 10;
    private static final int OF_TENANT = 4;
    private static final long BYTES_MAX = 4L * OF_TENANT * LARGE;
    private static final int ENDPOINTS = 10;

    private final ScheduleBench bench = new ScheduleBench();
    private final List<LeasedDelivery> started = new ArrayList<>();
    private final List<Promise<EndpointQueue.End>> ends = new ArrayList<>();
    private final IdSource ids = IdSource.timeOrdered(Clock.systemUTC());
    private boolean hostBusy;
    private SettlementEffects effects;
    private SettlementQueue settlement;
    private final EndpointQueues queues = bench.onLoop(() -> Future.succeededFuture(queues()));
    private final List<UUID> tenants =
            IntStream.range(0, 5).mapToObj(_ -> UUID.randomUUID()).toList();

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void large_bodies_in_flight_are_bounded_by_their_bytes() {
        start(LARGE, tenants);

        assertThat(started).hasSize(3 * OF_TENANT);
        assertThat(tenants)
                .allSatisfy(tenant -> assertThat(started)
                        .filteredOn(one -> one.tenant().equals(tenant))
                        .hasSizeBetween(2, 3));
    }

    @Test
    void large_bodies_in_flight_of_one_tenant_are_bounded_by_their_bytes() {
        start(LARGE, tenants.subList(0, 1));

        assertThat(started).hasSize(OF_TENANT);
    }

    @Test
    void an_attempt_that_ends_makes_room_for_another_large_body() {
        start(LARGE, tenants);

        var _ = bench.onLoop(() -> {
            ends.getFirst().complete(EndpointQueue.End.SUCCEEDED);
            return Future.succeededFuture();
        });

        assertThat(started).hasSize(3 * OF_TENANT + 1);
    }

    @Test
    void small_bodies_start_beside_large_ones() {
        start(LARGE, tenants);

        start(BodyBytes.SMALL_MAX, List.of(UUID.randomUUID()));

        assertThat(started).hasSize(3 * OF_TENANT + ENDPOINTS);
    }

    @Test
    void an_endpoint_whose_host_is_busy_starts_no_further_attempt_for_a_while() {
        hostBusy = true;
        var endpoint = UUID.randomUUID();

        var _ = bench.onLoop(() -> {
            IntStream.range(0, 2_000)
                    .forEach(_ -> queues.take(ScheduleBench.delivery(tenants.getFirst(), endpoint, 1)));
            queues.pump();
            return Future.succeededFuture();
        });

        assertThat(started).hasSize(1);
    }

    @Test
    void deliveries_of_a_tenant_that_are_given_back_keep_no_attempt_of_another_waiting() {
        var stopped = UUID.randomUUID();

        var _ = bench.onLoop(() -> {
            IntStream.range(0, 2 * SettlementQueue.WAITING_MAX)
                    .forEach(_ -> queues.take(ScheduleBench.delivery(tenants.getFirst(), stopped, 1)));
            queues.hold(stopped, queue -> queue.stopped = true);
            queues.take(ScheduleBench.delivery(tenants.getLast(), UUID.randomUUID(), 1));
            queues.pump();
            return Future.succeededFuture();
        });

        assertThat(started).extracting(LeasedDelivery::tenant).containsExactly(tenants.getLast());
    }

    @Test
    void no_attempt_starts_while_the_results_of_many_wait_to_be_stored() {
        int before = bench.onLoop(() -> {
            IntStream.range(0, SettlementQueue.WAITING_MAX)
                    .forEach(_ -> settlement.add(Attempts.made(ids.next(), System.nanoTime(), 0)));
            queues.take(ScheduleBench.delivery(tenants.getFirst(), UUID.randomUUID(), 1));
            queues.pump();
            return Future.succeededFuture(started.size());
        });
        int after = bench.onLoop(() -> settlement.drained().map(_ -> started.size()));

        assertThat(before).isZero();
        assertThat(after).isEqualTo(1);
    }

    @Test
    void endpoints_that_failures_held_back_go_on_when_the_whole_batch_is_settled() {
        var endpoints = List.of(UUID.randomUUID(), UUID.randomUUID());
        int attempts = DeliveryLimits.BREAKER_FAILURES;

        var _ = bench.onLoop(() -> {
            endpoints.forEach(endpoint -> IntStream.range(0, attempts)
                    .forEach(_ -> queues.take(ScheduleBench.delivery(tenants.getFirst(), endpoint, 1))));
            queues.pump();
            List.copyOf(ends).forEach(end -> end.complete(EndpointQueue.End.FAILED));
            endpoints.forEach(endpoint -> queues.take(ScheduleBench.delivery(tenants.getFirst(), endpoint, 1)));
            queues.pump();
            endpoints.forEach(endpoint -> effects.failures(endpoint, attempts));
            return Future.succeededFuture();
        });
        int before = started.size();
        var _ = bench.onLoop(() -> {
            effects.settled();
            return Future.succeededFuture();
        });

        assertThat(before).isEqualTo(endpoints.size() * attempts);
        assertThat(started).hasSize(endpoints.size() * (attempts + 1));
    }

    /** A delivery to each of ten endpoints of each tenant. */
    private void start(int bytes, List<UUID> of) {
        var _ = bench.onLoop(() -> {
            of.forEach(tenant -> IntStream.range(0, ENDPOINTS)
                    .forEach(_ -> queues.take(ScheduleBench.delivery(tenant, UUID.randomUUID(), bytes))));
            queues.pump();
            return Future.succeededFuture();
        });
    }

    private EndpointQueues queues() {
        var made = new EndpointQueues(bench.vertx, ScheduleBench.TERMS, BYTES_MAX);
        effects = new SettlementEffects(made, ScheduleBench.TERMS);
        settlement = new SettlementQueue(bench.settling, effects);
        made.join(collaborators(made));
        return made;
    }

    private EndpointQueues.Collaborators collaborators(EndpointQueues of) {
        return new EndpointQueues.Collaborators(
                settlement,
                (leased, _) -> {
                    started.add(leased);
                    if (hostBusy) {
                        return Future.succeededFuture(EndpointQueue.End.HOST_BUSY);
                    }
                    var end = Promise.<EndpointQueue.End>promise();
                    ends.add(end);
                    return end.future();
                },
                new Claimer(bench.vertx, bench.claims, of));
    }
}
