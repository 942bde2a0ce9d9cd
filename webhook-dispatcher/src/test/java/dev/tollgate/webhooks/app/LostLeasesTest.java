package dev.tollgate.webhooks.app;

import static dev.tollgate.embedded.RepeatedCheck.eventually;
import static dev.tollgate.webhooks.app.EngineSetup.FAST;
import static dev.tollgate.webhooks.app.EngineSetup.RICH;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.webhooks.Seeds;
import dev.tollgate.webhooks.settlement.DeliveryLimits;
import dev.tollgate.webhooks.settlement.RetrySchedule;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Deliveries whose leases ended without a word of their dispatcher: nobody has settled or paid their attempts. */
class LostLeasesTest {

    private static final DeliveryLimits PATIENT = new DeliveryLimits(
            new RetrySchedule(List.of(Duration.ofHours(1))), FAST.timeout(), FAST.lease(), FAST.probeEvery(), 256, 16);

    private EngineBench bench;
    private UUID endpoint;

    @BeforeEach
    void open() {
        bench = new EngineBench();
        var workspace = bench.workspace(RICH);
        endpoint = bench.endpoint(workspace, "/lost");
        new Seeds(bench.database).deliveries(workspace.value(), endpoint, 1);
        bench.database.execute("UPDATE webhooks.delivery SET tenant_id = '"
                + bench.tenant(workspace).value() + "'");
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void an_attempt_that_ends_its_process_again_and_again_waits_as_after_a_failure() {
        lost(2);

        var _ = bench.engine(PATIENT);

        eventually(() -> waiting("lost = 3 AND next_attempt_at > now() + interval '40 minutes'") == 1);
        assertThat(bench.receipts("/lost")).isEmpty();
    }

    @Test
    void an_attempt_that_was_lost_is_repeated_at_once_and_counted_no_more() {
        lost(1);

        var _ = bench.engine(PATIENT);

        eventually(() -> bench.deliveries(endpoint, "succeeded") == 1);
        assertThat(waiting("lost = 0")).isEqualTo(1);
    }

    /** The delivery as a dispatcher left it that was killed, and others before. */
    private void lost(int before) {
        bench.database.execute("UPDATE webhooks.delivery SET status = 'delivering', lease_token = id,"
                + " leased_until = now() - interval '1 second', lost = " + before);
    }

    private long waiting(String condition) {
        return bench.database.number("SELECT count(*) FROM webhooks.delivery WHERE " + condition);
    }
}
