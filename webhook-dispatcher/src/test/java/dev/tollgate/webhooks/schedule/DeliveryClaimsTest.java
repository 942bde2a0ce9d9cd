package dev.tollgate.webhooks.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.runtime.postgres.RowSecurityContext;
import dev.tollgate.webhooks.Seeds;
import dev.tollgate.webhooks.settlement.LeasedDelivery;
import dev.tollgate.webhooks.subscription.TransactionSettings;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Content of one claim, and the time of the next. */
class DeliveryClaimsTest {

    private static final int LARGE = 256 << 10;
    /** Places of a tenant that is alone. */
    private static final int OF_TENANT_MAX = QueueRegistry.WAITING_MAX / 4 * 3;

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

        assertThat(claimed.endpoints())
                .extracting(EndpointClaim::endpoint)
                .containsExactlyInAnyOrder(ofShutWorkspace, broken, ofPoorAccount, poorWithDelivery);
        assertThat(lookedAtAgain).isEqualTo(poorWithDelivery.toString());
    }

    @Test
    void a_claim_takes_no_more_of_all_endpoints_than_their_tenant_has_places_for() {
        openWorkspace();
        for (int i = 0; i < 3; i++) {
            bench.seeds.deliveries(workspace, bench.seeds.endpoint(workspace), DeliveryClaims.DELIVERIES_MAX);
        }
        fillAllBut(ROOM);

        var claimed = claim();

        assertThat(claimed.deliveries()).hasSize(ROOM);
    }

    @Test
    void a_claim_takes_some_deliveries_of_an_endpoint() {
        openWorkspace();
        bench.seeds.deliveries(workspace, bench.seeds.endpoint(workspace), DeliveryClaims.DELIVERIES_MAX + 1);

        assertThat(claim().deliveries()).hasSize(DeliveryClaims.DELIVERIES_MAX);
    }

    @Test
    void a_claim_takes_no_more_of_an_endpoint_than_its_queue_has_room_for() {
        openWorkspace();
        var endpoint = bench.seeds.endpoint(workspace);
        bench.seeds.deliveries(workspace, endpoint, 20);
        takeOne(endpoint, 5);

        assertThat(claim().deliveries()).hasSize(4);
    }

    @Test
    void an_endpoint_with_little_room_leaves_the_places_of_its_tenant_to_others() {
        openWorkspace();
        var few = bench.seeds.endpoint(workspace);
        bench.seeds.deliveries(workspace, few, 10);
        for (int i = 0; i < 2; i++) {
            bench.seeds.deliveries(workspace, bench.seeds.endpoint(workspace), DeliveryClaims.DELIVERIES_MAX);
        }
        bench.database.execute("UPDATE webhooks.endpoint_state SET next_due = now() - interval '1 minute'"
                + " WHERE endpoint_id = '" + few + "'");
        takeOne(few, 5);
        fillAllBut(ROOM + 1);

        assertThat(claim().deliveries()).hasSize(ROOM);
    }

    @Test
    void an_endpoint_whose_queue_is_full_has_no_turn() {
        openWorkspace();
        var endpoint = bench.seeds.endpoint(workspace);
        bench.seeds.deliveries(workspace, endpoint, 20);
        takeOne(endpoint, 1);

        assertThat(claim().endpoints()).isEmpty();
    }

    @Test
    void a_claim_takes_no_more_bytes_than_there_is_memory_for() {
        openWorkspace();
        bench.seeds.deliveries(workspace, bench.seeds.endpoint(workspace), 20);
        bench.database.execute("UPDATE webhooks.event SET body = convert_to(repeat('x', " + LARGE + "), 'UTF8')");
        var _ = bench.onLoop(() -> {
            for (int i = 0; bench.queues.bodyRoom() >= 2 * LARGE; i++) {
                bench.queues.take(ScheduleBench.delivery(new UUID(1, i % 5), workspace, LARGE));
            }
            return Future.succeededFuture();
        });

        assertThat(claim().deliveries()).hasSize(1);
    }

    @Test
    void a_claim_ends_at_its_bytes() {
        openWorkspace();
        for (int i = 0; i < 3; i++) {
            bench.seeds.deliveries(workspace, bench.seeds.endpoint(workspace), 20);
        }
        bench.database.execute("UPDATE webhooks.event SET body = convert_to(repeat('x', " + LARGE + "), 'UTF8')");

        var claimed = claim();
        var leased = bench.database.number("SELECT count(*) FROM webhooks.delivery WHERE lease_token IS NOT NULL");

        assertThat(claimed.deliveries()).hasSize((int) DeliveryClaims.BYTES_MAX / LARGE);
        assertThat(leased).isEqualTo(claimed.deliveries().size());
        assertThat(claimed.deliveries().stream()
                        .map(one -> one.key().endpoint())
                        .distinct())
                .hasSize(3);
    }

    @Test
    void deliveries_of_one_event_share_its_body_within_a_claim() {
        openWorkspace();
        bench.seeds.endpoints(workspace, 3);
        bench.seeds.dueEverywhere(workspace);

        var bodies = claim().deliveries().stream().map(LeasedDelivery::body).toList();

        assertThat(bodies).hasSize(3).allSatisfy(body -> assertThat(body).isSameAs(bodies.getFirst()));
        assertThat(bodies.getFirst().toString()).isEqualTo("{}");
    }

    @Test
    void a_tenant_whose_bodies_take_its_part_of_the_memory_has_no_turn() {
        openWorkspace();
        bench.seeds.deliveries(workspace, bench.seeds.endpoint(workspace), 1);
        var large = Buffer.buffer(new byte[LARGE]);
        var _ = bench.onLoop(() -> {
            for (long bytes = 0; bytes < BodyBytes.MAX / 4; bytes += LARGE) {
                bench.queues.take(waiting(large));
            }
            return Future.succeededFuture();
        });

        assertThat(claim().endpoints()).isEmpty();
    }

    @Test
    void a_tenant_whose_deliveries_take_its_part_of_the_places_has_no_turn() {
        openWorkspace();
        bench.seeds.deliveries(workspace, bench.seeds.endpoint(workspace), 1);
        fillAllBut(0);

        assertThat(claim().endpoints()).isEmpty();
    }

    @Test
    void a_claim_walks_due_endpoints_in_their_order_and_looks_each_up_among_those_that_are_full() {
        var plan = bench.onLoop(() ->
                bench.role.transaction(RowSecurityContext.NONE, Instant.now().plusSeconds(10), transaction -> {
                    TransactionSettings.taking(transaction);
                    return transaction.query(
                            "EXPLAIN (GENERIC_PLAN, COSTS off) " + EndpointClaim.SELECT,
                            Tuple.tuple()
                                    .addArrayOfUUID(new UUID[0])
                                    .addInteger(DeliveryClaims.ENDPOINTS_MAX)
                                    .addArrayOfUUID(new UUID[0]));
                }));
        var lines = new ArrayList<String>();
        plan.forEach(row -> lines.add(row.getString(0)));

        assertThat(String.join("\n", lines))
                .contains("using endpoint_state_due")
                .contains("endpoint_id = (hashed SubPlan", "tenant_id = (hashed SubPlan")
                .doesNotContain("Sort", "Seq Scan", "<> ALL");
    }

    @Test
    void leases_that_ended_by_themselves_are_counted() {
        openWorkspace();
        bench.seeds.deliveries(workspace, bench.seeds.endpoint(workspace), 2);
        bench.database.execute("UPDATE webhooks.delivery SET lost = 1");
        bench.database.execute(
                "UPDATE webhooks.delivery SET status = 'delivering', lease_token = id,"
                        + " leased_until = now() - interval '1 second' WHERE id = (SELECT id FROM webhooks.delivery ORDER BY id LIMIT 1)");

        var claimed = claim();
        var stored = bench.database.text("SELECT string_agg(lost::text, ' ' ORDER BY lost) FROM webhooks.delivery");

        assertThat(claimed.deliveries()).extracting(LeasedDelivery::lost).containsExactlyInAnyOrder(2, 0);
        assertThat(stored).isEqualTo("1 2");
    }

    private DeliveryClaims.Claimed claim() {
        return bench.onLoop(() -> bench.claims.claim(bench.queues));
    }

    private void openWorkspace() {
        bench.database.execute(
                "INSERT INTO control.test_workspace VALUES ('" + workspace + "', '" + Seeds.TENANT + "', true)");
    }

    /** Takes the places of the tenant but for these. */
    private void fillAllBut(int places) {
        var _ = bench.onLoop(() -> {
            for (int taken = 0; taken < OF_TENANT_MAX - places; taken++) {
                bench.queues.take(waiting(Buffer.buffer()));
            }
            return Future.succeededFuture();
        });
    }

    /** A delivery that waits for an endpoint of this rate. */
    private void takeOne(UUID endpoint, int ratePerSecond) {
        var _ = bench.onLoop(() -> {
            bench.queues.take(ScheduleBench.delivery(Seeds.TENANT, endpoint, 1));
            bench.queues.hold(endpoint, queue -> queue.rate(ratePerSecond));
            return Future.succeededFuture();
        });
    }

    /** Of an endpoint that has no other part in a claim. */
    private LeasedDelivery waiting(Buffer body) {
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
                0,
                body);
    }
}
