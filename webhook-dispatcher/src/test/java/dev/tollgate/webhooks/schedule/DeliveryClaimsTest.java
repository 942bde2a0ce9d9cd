package dev.tollgate.webhooks.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.webhooks.Seeds;
import dev.tollgate.webhooks.settlement.LeasedDelivery;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Content of one claim, and the time of the next. */
class DeliveryClaimsTest {

    private static final int ROOM = DeliveryClaims.DELIVERIES_MAX + 20;

    private final ScheduleBench bench = new ScheduleBench();
    private final UUID workspace = UUID.randomUUID();

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void an_endpoint_that_is_held_back_is_looked_at_again_only_while_something_waits_for_it() {
        openWorkspace();
        var ofShutWorkspace = bench.seeds.endpoint(UUID.randomUUID());
        var broken = bench.seeds.endpoint(workspace);
        var ofPoorAccount = bench.seeds.endpoint(workspace);
        var poorWithDelivery = bench.seeds.endpoint(workspace);
        bench.seeds.deliveries(workspace, poorWithDelivery, 1);
        bench.database.execute("UPDATE webhooks.endpoint_state SET next_due = now(),"
                + " breaker_until = CASE WHEN endpoint_id = '" + broken + "' THEN now() END,"
                + " account_paused = endpoint_id IN ('" + ofPoorAccount + "', '" + poorWithDelivery + "')");

        var claimed = claim();
        var lookedAtAgain = bench.database.text("SELECT string_agg(endpoint_id::text, ' ') FROM webhooks.endpoint_state"
                + " WHERE next_due IS NOT NULL");

        assertThat(claimed.turns())
                .extracting(EndpointClaim::endpoint)
                .containsExactlyInAnyOrder(ofShutWorkspace, broken, ofPoorAccount, poorWithDelivery);
        assertThat(lookedAtAgain).isEqualTo(poorWithDelivery.toString());
    }

    @Test
    void a_claim_takes_no_more_of_all_endpoints_than_there_is_room_for() {
        openWorkspace();
        for (int i = 0; i < 3; i++) {
            bench.seeds.deliveries(workspace, bench.seeds.endpoint(workspace), DeliveryClaims.DELIVERIES_MAX);
        }
        var _ = bench.onLoop(() -> {
            for (int taken = 0; taken < QueueRegistry.WAITING_MAX - ROOM; taken++) {
                bench.queues.take(waiting());
            }
            return Future.succeededFuture();
        });

        var claimed = claim();

        assertThat(claimed.deliveries()).hasSize(ROOM);
    }

    private DeliveryClaims.Claimed claim() {
        return bench.onLoop(() -> bench.claims.claim(bench.queues));
    }

    private void openWorkspace() {
        bench.database.execute(
                "INSERT INTO control.test_workspace VALUES ('" + workspace + "', '" + Seeds.TENANT + "', true)");
    }

    /** Of an endpoint that has no other part in a claim. */
    private LeasedDelivery waiting() {
        return new LeasedDelivery(
                new LeasedDelivery.Key(workspace, workspace, workspace, LeasedDelivery.Key.NATURAL),
                workspace,
                Seeds.TENANT,
                "task.created",
                null,
                "scheduled",
                0,
                null,
                workspace,
                0,
                Buffer.buffer());
    }
}
