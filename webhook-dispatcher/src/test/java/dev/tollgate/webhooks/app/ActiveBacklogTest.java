package dev.tollgate.webhooks.app;

import static dev.tollgate.embedded.RepeatedCheck.eventually;
import static dev.tollgate.webhooks.app.EngineSetup.RICH;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.loadtest.receiver.Receipt;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What waits for endpoints that send, but slower than events come, is bounded too. */
class ActiveBacklogTest extends BacklogTests {

    /** Deliveries that a queue takes at once, and attempts made meanwhile, at a rate of one a second. */
    private static final int TAKEN_MAX = 5;

    /** Deliveries of one step of the catch-up, which begins as soon as fewer wait than may. */
    private static final int CAUGHT_UP_MAX = 200;

    @Test
    void an_active_endpoint_with_a_low_rate_has_few_deliveries_waiting_and_gets_every_event_once_when_it_is_raised() {
        var workspace = bench.workspace(RICH);
        var endpoint = bench.endpoint(workspace, "/limited");
        rate(endpoint, "1");

        written(workspace, bench.events(workspace, EVENTS));
        var waiting = waiting(workspace);
        var shown = behind(endpoint);
        rate(endpoint, "NULL");
        eventually(() -> bench.deliveries(endpoint, "succeeded") == EVENTS);
        eventually(() -> !behind(endpoint));

        assertThat(waiting).isLessThanOrEqualTo(SMALL.endpointMax() + TAKEN_MAX);
        assertThat(shown).isTrue();
        assertThat(bench.receipts("/limited")).hasSize(EVENTS);
    }

    @Test
    void an_endpoint_with_a_low_rate_that_is_archived_early_leaves_few_deliveries() {
        var workspace = bench.workspace(RICH);
        var endpoint = bench.endpoint(workspace, "/left");
        rate(endpoint, "1");

        written(workspace, bench.events(workspace, EVENTS));
        bench.status(endpoint, "archived");

        eventually(() -> !behind(endpoint));
        assertThat(bench.database.number(
                        "SELECT count(*) FROM webhooks.delivery WHERE endpoint_id = '" + endpoint + "'"))
                .isLessThanOrEqualTo(SMALL.endpointMax() + TAKEN_MAX);
    }

    @Test
    void an_active_ordered_endpoint_whose_lane_is_slow_has_few_deliveries_waiting_and_keeps_the_order() {
        var workspace = bench.workspace(RICH);
        var endpoint = bench.endpoint(workspace, "/lane", true, 10);
        rate(endpoint, "1");

        written(workspace, versions(workspace, 1, EVENTS));
        var waiting = waiting(workspace);
        rate(endpoint, "NULL");
        bench.write(versions(workspace, EVENTS + 1, EVENTS + 10));
        eventually(() -> bench.deliveries(endpoint, "succeeded") == EVENTS + 10);

        assertThat(waiting).isLessThanOrEqualTo(SMALL.endpointMax() + CAUGHT_UP_MAX);
        assertThat(bench.receipts("/lane").stream().map(Receipt::version))
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, EVENTS + 10).boxed().toList());
    }

    @Test
    void an_endpoint_that_sends_as_fast_as_events_come_is_never_behind() {
        var workspace = bench.workspace(RICH);
        var endpoint = bench.endpoint(workspace, "/prompt", true, 10);
        int some = SMALL.endpointMax() / 2;

        for (int round = 1; round <= 10; round++) {
            long sent = (long) round * some;
            written(workspace, bench.events(workspace, some));
            eventually(() -> bench.deliveries(endpoint, "succeeded") == sent);
        }

        assertThat(bench.database.number(
                        "SELECT count(*) FROM webhooks.endpoint_backlog WHERE endpoint_id = '" + endpoint + "'"))
                .isZero();
    }

    @Test
    void the_metrics_show_endpoints_whose_events_have_no_deliveries_yet() {
        var workspace = bench.workspace(RICH);
        var endpoint = bench.endpoint(workspace, "/shown");
        bench.status(endpoint, "paused");

        written(workspace, bench.events(workspace, EVENTS));

        eventually(() -> gauge("tollgate.webhooks.behind.endpoints") >= 1);
        eventually(() -> gauge("tollgate.webhooks.behind.seconds") > 0);
    }

    private static double gauge(String name) {
        return bench.registry.get(name).gauge().value();
    }

    private static void rate(UUID endpoint, String perSecond) {
        bench.database.execute("UPDATE webhooks.endpoint SET rate_limit = " + perSecond
                + ", version = version + 1 WHERE id = '" + endpoint + "'");
    }
}
