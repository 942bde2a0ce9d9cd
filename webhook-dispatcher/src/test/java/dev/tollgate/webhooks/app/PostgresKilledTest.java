package dev.tollgate.webhooks.app;

import static dev.tollgate.embedded.RepeatedCheck.eventually;
import static dev.tollgate.webhooks.app.EngineSetup.HASTY;
import static dev.tollgate.webhooks.app.EngineSetup.RICH;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.embedded.TestServers;
import dev.tollgate.loadtest.receiver.StubResponse;
import dev.tollgate.webhooks.EventId;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** PostgreSQL is killed at load: what it forgets of commits that did not wait for the disk has to be made good. */
class PostgresKilledTest {

    private static final int KILLS = 2;
    private static final int EVENTS_PER_ROUND = 300;
    private static final int STEPS = 6;

    @Test
    void a_killed_postgres_loses_no_event_leaves_no_delivery_and_every_recorded_attempt_is_charged_once() {
        var postgres = TestServers.shared().postgres();
        try (var bench = new EngineBench()) {
            var workspace = bench.workspace(RICH);
            bench.receiver.stub("/a", new StubResponse(StubResponse.Kind.ANSWER, 200, 20, 0, 0, List.of(), 0));
            var endpoints = List.of(bench.endpoint(workspace, "/a"), bench.endpoint(workspace, "/b", true, 10));
            var _ = bench.engine(HASTY);
            var sent = new HashSet<String>();

            for (int round = 0; round < KILLS; round++) {
                var charged = bench.charged(workspace).size();
                for (int step = 0; step < STEPS; step++) {
                    var events = bench.events(workspace, EVENTS_PER_ROUND / STEPS);
                    bench.write(events);
                    events.forEach(event -> sent.add(new EventId(event.id()).text()));
                }
                eventually(() -> bench.charged(workspace).size() > charged + EVENTS_PER_ROUND / 4);
                postgres.kill();
                postgres.start();
            }
            endpoints.forEach(endpoint ->
                    eventually(Duration.ofSeconds(60), () -> bench.deliveries(endpoint, "succeeded") == sent.size()));
            var attempts = endpoints.stream().mapToLong(bench::attempts).sum();
            eventually(() -> bench.charged(workspace).size() >= attempts);

            assertThat(received(bench, "/a")).isEqualTo(sent);
            assertThat(received(bench, "/b")).isEqualTo(sent);
            assertThat(unsettled(bench, endpoints)).isZero();
            assertThat(bench.charged(workspace)).hasSize((int) attempts);
            assertThat(bench.receiver.count()).isGreaterThanOrEqualTo(attempts);
        } finally {
            postgres.start();
        }
    }

    private static Set<String> received(EngineBench bench, String path) {
        var ids = new HashSet<String>();
        bench.receipts(path).forEach(receipt -> ids.add(receipt.headers().id()));
        return ids;
    }

    private static long unsettled(EngineBench bench, List<UUID> endpoints) {
        return endpoints.stream()
                .mapToLong(endpoint ->
                        bench.database.number("SELECT count(*) FROM webhooks.delivery WHERE settled_at IS NULL"
                                + " AND endpoint_id = '" + endpoint + "'"))
                .sum();
    }
}
