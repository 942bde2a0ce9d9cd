package dev.tollgate.webhooks.app;

import static dev.tollgate.embedded.RepeatedCheck.eventually;
import static dev.tollgate.webhooks.app.EngineSetup.FAST;
import static dev.tollgate.webhooks.app.EngineSetup.RICH;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.loadtest.receiver.StubResponse;
import java.util.List;
import org.junit.jupiter.api.Test;

/** More attempts to one host than it may have connections. */
class UnsentAttemptsTest {

    /** With 16 attempts each, far more than the 64 connections. */
    private static final int ENDPOINTS = 12;

    private static final int EVENTS = 20;

    @Test
    void an_attempt_that_gets_no_connection_costs_nothing_and_fails_nothing() {
        try (var bench = new EngineBench()) {
            var workspace = bench.workspace(RICH);
            bench.receiver.stub("/hangs", new StubResponse(StubResponse.Kind.HANG, 200, 0, 0, 0, List.of(), 0));
            for (int i = 0; i < ENDPOINTS; i++) {
                var _ = bench.endpoint(workspace, "/hangs");
            }
            var engine = bench.engine(FAST);
            bench.write(bench.events(workspace, EVENTS));
            eventually(() ->
                    bench.registry.get("tollgate.webhooks.given.back").counter().count() > 0);

            bench.stop(engine);

            long attempts = bench.database.number("SELECT count(*) FROM webhooks.attempt");
            assertThat(attempts).isPositive();
            eventually(() -> bench.receipts("/hangs").size() == attempts);
            eventually(() -> bench.charged(workspace).size() == attempts);
            assertThat(bench.database.number("SELECT sum(attempt_count) FROM webhooks.delivery"))
                    .isEqualTo(attempts);
        }
    }
}
