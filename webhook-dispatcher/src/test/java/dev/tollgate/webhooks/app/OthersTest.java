package dev.tollgate.webhooks.app;

import static dev.tollgate.embedded.RepeatedCheck.eventually;
import static dev.tollgate.webhooks.app.EngineSetup.FAST;
import static dev.tollgate.webhooks.app.EngineSetup.RICH;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.loadtest.receiver.MockReceiver;
import dev.tollgate.loadtest.receiver.StubResponse;
import dev.tollgate.webhooks.settlement.DeliveryLimits;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** A dispatcher that ends, and endpoints that hang, leave others their due. */
class OthersTest {

    private static final int HANGING = 40;
    private static final Duration TIMEOUT = Duration.ofSeconds(15);

    /** Attempts may last so long that who waits for one shows. */
    private static final DeliveryLimits PATIENT =
            new DeliveryLimits(FAST.schedule(), TIMEOUT, TIMEOUT.multipliedBy(3), FAST.probeEvery(), 256, 16);

    @Test
    void a_drained_dispatcher_settles_what_is_under_way_and_leaves_the_rest_to_the_next_at_once() {
        try (var bench = new EngineBench()) {
            var workspace = bench.workspace(RICH);
            bench.receiver.stub("/slow", new StubResponse(StubResponse.Kind.ANSWER, 200, 400, 0, 0, List.of(), 0));
            var endpoint = bench.endpoint(workspace, "/slow");
            var first = bench.engine(PATIENT);
            bench.write(bench.events(workspace, 100));
            eventually(() -> bench.receipts("/slow").size() >= 20);

            bench.stop(first);
            var received = bench.receipts("/slow").size();
            var attempts = bench.attempts(endpoint);
            var leased = bench.database.number(
                    "SELECT count(*) FROM webhooks.delivery WHERE leased_until IS NOT NULL AND endpoint_id = '"
                            + endpoint + "'");
            var _ = bench.engine(PATIENT);
            eventually(() -> bench.deliveries(endpoint, "succeeded") == 100);

            assertThat(leased).isZero();
            assertThat(attempts).isEqualTo(received).isLessThan(100);
            assertThat(bench.receipts("/slow")).hasSize(100);
        }
    }

    @Test
    void a_drained_dispatcher_begins_nothing_that_an_ordered_endpoint_has_next() {
        try (var bench = new EngineBench()) {
            var workspace = bench.workspace(RICH);
            bench.receiver.stub("/in-order", new StubResponse(StubResponse.Kind.ANSWER, 200, 300, 0, 0, List.of(), 0));
            var endpoint = bench.endpoint(workspace, "/in-order", true, 10);
            var first = bench.engine(PATIENT);
            bench.write(LongStream.rangeClosed(1, 40)
                    .mapToObj(version -> bench.event(workspace, "task.updated", "tsk_" + version % 8, version))
                    .toList());
            eventually(() -> bench.receipts("/in-order").size() >= 8);

            bench.stop(first);
            var received = bench.receipts("/in-order").size();
            var attempts = bench.attempts(endpoint);
            var leased = bench.database.number(
                    "SELECT count(*) FROM webhooks.delivery WHERE leased_until IS NOT NULL AND endpoint_id = '"
                            + endpoint + "'");
            var _ = bench.engine(PATIENT);
            eventually(() -> bench.deliveries(endpoint, "succeeded") == 40);

            assertThat(leased).isZero();
            assertThat(attempts).isEqualTo(received).isLessThan(40);
            assertThat(bench.receipts("/in-order")).hasSize(40);
        }
    }

    @Test
    void many_endpoints_that_hang_do_not_make_a_healthy_one_wait_for_their_timeouts() {
        try (var bench = new EngineBench()) {
            var workspace = bench.workspace(RICH);
            var other = MockReceiver.start(bench.vertx).await();
            other.stub("/hangs", new StubResponse(StubResponse.Kind.HANG, 200, 0, 0, 0, List.of(), 0));
            for (int i = 0; i < HANGING; i++) {
                var _ = bench.endpoint(workspace, "/hangs");
            }
            bench.database.execute("UPDATE webhooks.endpoint SET url = 'http://127.0.0.1:" + other.port() + "/hangs'");
            var healthy = bench.endpoint(workspace, "/healthy");
            var _ = bench.engine(PATIENT);

            bench.write(bench.events(workspace, 100));
            eventually(TIMEOUT.minusSeconds(2), () -> bench.deliveries(healthy, "succeeded") == 100);
            var settled = bench.database.number("SELECT count(*) FROM webhooks.attempt");
            var _ = other.close().await();

            assertThat(settled).isEqualTo(100);
        }
    }
}
