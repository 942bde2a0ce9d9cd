package dev.tollgate.webhooks.app;

import static dev.tollgate.embedded.RepeatedCheck.eventually;
import static dev.tollgate.webhooks.app.EngineSetup.RICH;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.loadtest.receiver.Receipt;
import java.util.UUID;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What waits for endpoints that send nothing is bounded, and nothing of it is lost. */
class BacklogTest extends BacklogTests {

    @Test
    void a_paused_endpoint_has_few_deliveries_waiting_and_gets_every_event_once_when_it_is_resumed() {
        var workspace = bench.workspace(RICH);
        var endpoint = bench.endpoint(workspace, "/paused");
        bench.status(endpoint, "paused");

        written(workspace, bench.events(workspace, EVENTS));
        var waiting = waiting(workspace);
        bench.status(endpoint, "active");
        eventually(() -> bench.deliveries(endpoint, "succeeded") == EVENTS);
        eventually(() -> !behind(endpoint));

        assertThat(waiting).isEqualTo(SMALL.endpointMax());
        assertThat(bench.receipts("/paused")).hasSize(EVENTS);
        assertThat(triggers(endpoint)).isEqualTo("scheduled");
    }

    @Test
    void many_paused_endpoints_share_the_bound_of_their_workspace() {
        var workspace = bench.workspace(RICH);
        var endpoints = Stream.generate(() -> bench.endpoint(workspace, "/many"))
                .limit(12)
                .toList();
        endpoints.forEach(endpoint -> bench.status(endpoint, "paused"));

        written(workspace, bench.events(workspace, EVENTS));
        var waiting = waiting(workspace);
        endpoints.forEach(endpoint -> bench.status(endpoint, "active"));
        eventually(() -> bench.receipts("/many").size() == EVENTS * endpoints.size());

        assertThat(waiting).isLessThanOrEqualTo(SMALL.workspaceMax() + (long) endpoints.size() * SMALL.endpointMin());
    }

    @Test
    void an_ordered_endpoint_that_catches_up_keeps_the_order_and_nothing_new_overtakes() {
        var workspace = bench.workspace(RICH);
        var endpoint = bench.endpoint(workspace, "/ordered", true, 10);
        bench.status(endpoint, "paused");

        written(workspace, versions(workspace, 1, 60));
        var waiting = waiting(workspace);
        bench.status(endpoint, "active");
        bench.write(versions(workspace, 61, 70));
        eventually(() -> bench.deliveries(endpoint, "succeeded") == 70);

        assertThat(waiting).isEqualTo(SMALL.endpointMax());
        assertThat(bench.receipts("/ordered").stream().map(Receipt::version))
                .containsExactlyElementsOf(LongStream.rangeClosed(1, 70).boxed().toList());
    }

    @Test
    void a_module_that_is_off_has_few_deliveries_waiting_and_every_event_goes_out_once_it_is_on() {
        var workspace = bench.workspace(RICH);
        open(workspace, false);
        var endpoint = bench.endpoint(workspace, "/off");

        written(workspace, bench.events(workspace, EVENTS));
        var waiting = waiting(workspace);
        open(workspace, true);
        eventually(() -> bench.deliveries(endpoint, "succeeded") == EVENTS);

        assertThat(waiting).isEqualTo(SMALL.endpointMax());
        assertThat(bench.receipts("/off")).hasSize(EVENTS);
    }

    @Test
    void what_was_skipped_is_made_as_far_as_the_endpoint_wants_it() {
        var workspace = bench.workspace(RICH);
        var endpoint = bench.endpoint(workspace, "/narrowed");
        bench.status(endpoint, "paused");
        written(workspace, bench.events(workspace, EVENTS));

        bench.database.execute(
                "UPDATE webhooks.endpoint SET event_types = '{task.updated}' WHERE id = '" + endpoint + "'");
        bench.status(endpoint, "active");
        eventually(() -> !behind(endpoint) && waiting(workspace) == 0);

        assertThat(bench.receipts("/narrowed")).hasSize(SMALL.endpointMax());
    }

    private static void open(WorkspaceId workspace, boolean open) {
        bench.database.execute(
                "UPDATE control.test_workspace SET open = " + open + " WHERE id = '" + workspace.value() + "'");
        bench.database.execute("SELECT pg_notify('tollgate_access', '" + workspace.text() + "')");
    }

    private static String triggers(UUID endpoint) {
        return bench.database.text("SELECT string_agg(DISTINCT trigger, ' ') FROM webhooks.delivery"
                + " WHERE endpoint_id = '" + endpoint + "'");
    }
}
