package dev.tollgate.webhooks.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a refused hold does to the queues. */
class EndpointQueuesTest {

    private static final UUID POOR = new UUID(1, 1);
    private static final UUID OTHER = new UUID(2, 2);

    /** Refusals that one task brings. */
    private static final int REFUSED = 768;

    private static final int OF_OTHER = 2_000;

    private final ScheduleBench bench = new ScheduleBench();
    private final List<UUID> endpoints =
            Stream.generate(UUID::randomUUID).limit(1_000).toList();

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void many_refused_holds_of_one_tenant_look_at_each_of_its_queues_once_and_at_none_of_another() {
        onLoop(() -> {
            endpoints.forEach(endpoint -> take(POOR, endpoint));
            Stream.generate(UUID::randomUUID).limit(OF_OTHER).forEach(endpoint -> take(OTHER, endpoint));
        });
        var refused = endpoints.subList(0, REFUSED).stream().map(this::queue).toList();

        onLoop(() -> refused.forEach(bench.queues::exhausted));

        assertThat(bench.queues.looks()).isEqualTo(endpoints.size());
        assertThat(bench.queues.waiting()).isEqualTo(OF_OTHER);
        assertThat(endpoints).noneMatch(endpoint -> bench.queues.open(endpoint, false));
    }

    @Test
    void a_refused_hold_of_a_queue_that_is_marked_already_gives_back_what_waits_in_it() {
        var endpoint = endpoints.getFirst();
        onLoop(() -> take(POOR, endpoint));
        var queue = queue(endpoint);
        queue.accountPaused = true;

        onLoop(() -> bench.queues.exhausted(queue));

        assertThat(bench.queues.waiting()).isZero();
        assertThat(bench.queues.looks()).isZero();
    }

    private void take(UUID tenant, UUID endpoint) {
        bench.queues.take(ScheduleBench.delivery(tenant, endpoint, 1));
    }

    private EndpointQueue queue(UUID endpoint) {
        var found = new ArrayList<EndpointQueue>();
        onLoop(() -> bench.queues.hold(endpoint, found::add));
        return found.getFirst();
    }

    private void onLoop(Runnable work) {
        var _ = bench.onLoop(() -> {
            work.run();
            return Future.succeededFuture();
        });
    }
}
