package dev.tollgate.webhooks.app;

import static dev.tollgate.embedded.RepeatedCheck.eventually;
import static dev.tollgate.webhooks.app.EngineSetup.HASTY;
import static dev.tollgate.webhooks.app.EngineSetup.RICH;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.loadtest.receiver.StubResponse;
import dev.tollgate.webhooks.EventId;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A dispatcher that is killed at load, again and again. */
class KillTest {

    private static final int KILLS = 5;
    private static final int EVENTS_PER_ROUND = 400;
    private static final int STEPS = 8;
    private static final String IN_FLIGHT =
            "SELECT count(*) FROM webhooks.delivery WHERE leased_until > now() AND settled_at IS NULL";

    @Test
    void a_dispatcher_killed_five_times_at_load_loses_nothing_leaves_nothing_and_charges_each_attempt_once()
            throws IOException, InterruptedException {
        try (var bench = new EngineBench()) {
            var workspace = bench.workspace(RICH);
            bench.receiver.stub("/a", new StubResponse(StubResponse.Kind.ANSWER, 200, 20, 0, 0, List.of(), 0));
            var endpoints = List.of(bench.endpoint(workspace, "/a"), bench.endpoint(workspace, "/b", true, 10));
            var sent = new HashSet<String>();

            long inFlight = 0;
            for (int round = 0; round < KILLS; round++) {
                var dispatcher = KilledDispatcher.start(bench);
                var came = bench.receiver.count();
                for (int step = 0; step < STEPS; step++) {
                    var events = bench.events(workspace, EVENTS_PER_ROUND / STEPS);
                    events.forEach(event -> sent.add(new EventId(event.id()).text()));
                    bench.write(events);
                }
                eventually(() -> bench.receiver.count() > came + EVENTS_PER_ROUND / 4);
                KilledDispatcher.kill(dispatcher);
                inFlight += bench.database.number(IN_FLIGHT);
            }
            var _ = bench.engine(HASTY);
            endpoints.forEach(endpoint ->
                    eventually(Duration.ofSeconds(60), () -> bench.deliveries(endpoint, "succeeded") == sent.size()));
            var attempts = endpoints.stream().mapToLong(bench::attempts).sum();
            eventually(() -> bench.charged(workspace).size() >= attempts);

            assertThat(receivedIds(bench, "/a")).isEqualTo(sent);
            assertThat(receivedIds(bench, "/b")).isEqualTo(sent);
            assertThat(unsettled(bench, endpoints)).isZero();
            assertThat(bench.charged(workspace)).hasSize((int) attempts);
            assertThat(bench.receiver.count() - attempts).isBetween(0L, inFlight);
            assertThat(inOrder(bench)).isTrue();
        }
    }

    private static Set<String> receivedIds(EngineBench bench, String path) {
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

    /** Of each resource, the first receipts of its events come in the order in which they were written. */
    private static boolean inOrder(EngineBench bench) {
        var firsts = new HashMap<String, ArrayList<String>>();
        var seen = new HashSet<String>();
        for (var receipt : bench.receipts("/b")) {
            if (seen.add(receipt.headers().id())) {
                firsts.computeIfAbsent(receipt.resourceId(), _ -> new ArrayList<>())
                        .add(receipt.headers().id());
            }
        }
        return firsts.values().stream()
                .allMatch(ids -> ids.equals(ids.stream().sorted().toList()));
    }
}
