package dev.tollgate.webhooks.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What refused holds and claims do to the queues. */
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

    @Test
    void an_endpoint_that_a_claim_looked_at_and_found_nothing_due_for_gets_no_queue() {
        var endpoint = endpoints.getFirst();

        onLoop(() -> bench.queues.state(claim(endpoint, false)));

        assertThat(queues(endpoint)).isEmpty();
    }

    @Test
    void an_endpoint_that_a_claim_found_held_back_is_held_back_here_too() {
        var endpoint = endpoints.getFirst();

        onLoop(() -> bench.queues.state(claim(endpoint, true)));

        assertThat(bench.queues.open(endpoint, false)).isFalse();
    }

    private static EndpointClaim claim(UUID endpoint, boolean broken) {
        return new EndpointClaim(OTHER, endpoint, OTHER, EndpointClaim.Kind.ANY, 1, broken, false);
    }

    private void take(UUID tenant, UUID endpoint) {
        bench.queues.take(ScheduleBench.delivery(tenant, endpoint, 1));
    }

    private EndpointQueue queue(UUID endpoint) {
        return queues(endpoint).getFirst();
    }

    /** The queue of an endpoint, if it has one. */
    private List<EndpointQueue> queues(UUID endpoint) {
        var found = new ArrayList<EndpointQueue>();
        onLoop(() -> bench.queues.hold(endpoint, found::add));
        return found;
    }

    private void onLoop(Runnable work) {
        var _ = bench.onLoop(() -> {
            work.run();
            return Future.succeededFuture();
        });
    }
}
