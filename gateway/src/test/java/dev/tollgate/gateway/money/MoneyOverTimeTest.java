package dev.tollgate.gateway.money;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.Actor;
import dev.tollgate.contract.caller.RequestId;
import dev.tollgate.contract.caller.Surface;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.caller.TypeId;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.event.CallFacts;
import dev.tollgate.contract.event.Charge;
import dev.tollgate.contract.event.Topics;
import dev.tollgate.contract.event.UsageRecorded;
import dev.tollgate.gateway.fixture.Eventually;
import dev.tollgate.gateway.fixture.GatewayFixture;
import dev.tollgate.gateway.fixture.Reply;
import dev.tollgate.money.rating.Period;
import dev.tollgate.money.usage.UsageCodec;
import dev.tollgate.runtime.ids.IdSource;
import dev.tollgate.runtime.kafka.Partitioner;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * What time and operators do to money, over HTTP, with the real meter and a Redis whose clock moves. Time only goes on:
 * the tests run in their order.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class MoneyOverTimeTest {

    private static final Duration BOOKED_WITHIN = Duration.ofSeconds(30);
    private static final JsonObject TASK = new JsonObject().put("title", "Call Ada");
    private static final int PARTITIONS = 8;
    private static final int CALLERS = 4;

    private static TimeMachine time;
    private static GatewayFixture gateway;

    @BeforeAll
    static void start() {
        time = new TimeMachine();
        gateway = time.gateway;
    }

    @AfterAll
    static void stop() {
        time.close();
    }

    @Test
    @Order(1)
    void calls_on_both_sides_of_the_end_of_a_month_are_charged_in_their_own() {
        var acme = new Customer("team");
        time.moveTo(time.monthEnd.minusSeconds(3));
        int done =
                Stream.generate(() -> CompletableFuture.supplyAsync(() -> calls(acme))).limit(CALLERS).toList().stream()
                        .mapToInt(one -> one.orTimeout(1, TimeUnit.MINUTES).join())
                        .sum();

        var before = Period.of(time.monthEnd.minusSeconds(1));
        Eventually.within(BOOKED_WITHIN, () -> {
            long old = acme.spend(before);
            long young = acme.spend(before.next());
            assertThat(old + young).isEqualTo(done * 100L);
            assertThat(List.of(old, young)).allMatch(micros -> micros > 0);
            assertThat(acme.billing().getLong("spend_micros")).isEqualTo(young);
            assertThat(acme.billing().getLong("included_left_micros")).isEqualTo(299_000_000 - young);
        });
    }

    /** Calls until the month has turned; how many. */
    private static int calls(Customer acme) {
        int calls = 0;
        while (time.now().isBefore(time.monthEnd.plusSeconds(2))) {
            assertThat(acme.write().expect(201).charge()).isEqualTo(100);
            calls++;
        }
        return calls;
    }

    @Test
    @Order(2)
    void a_late_event_of_a_month_before_counts_for_the_running_one_and_names_the_old() {
        time.moveTo(time.monthEnd.plusSeconds(60));
        var acme = new Customer("team");
        var old = Period.of(time.monthEnd.minusSeconds(1));

        acme.lateEvent(old.lastBucket(), 70);

        Eventually.within(BOOKED_WITHIN, () -> {
            assertThat(acme.charges())
                    .singleElement()
                    .satisfies(entry ->
                            assertThat(entry.getString("adjusts_month")).isEqualTo(old.toString()));
            assertThat(acme.statement(old.next()).getLong("adjustments_micros")).isEqualTo(70);
        });
    }

    @Test
    @Order(3)
    void a_plan_changes_between_two_calls() {
        var acme = new Customer("team");
        acme.write().expect(201);
        Eventually.within(
                BOOKED_WITHIN,
                () -> assertThat(acme.billing().getLong("spend_micros")).isEqualTo(100));

        acme.put("/plan", JsonObject.of("plan", "builder"));
        var smaller = acme.billing().getLong("included_left_micros");
        acme.put("/plan", JsonObject.of("plan", "enterprise"));
        var none = acme.write();

        assertThat(smaller).isEqualTo(98_999_900);
        assertThat(none.status()).isEqualTo(402);
    }

    @Test
    @Order(4)
    void corrections_and_revocations_act_on_the_next_call() {
        var acme = new Customer("team");
        acme.put("/override", JsonObject.of("included_micros", 100, "reason", "a test"));
        acme.write().expect(201);
        Eventually.within(BOOKED_WITHIN, () -> assertThat(acme.charges()).hasSize(1));
        var poor = acme.write();

        var entry = acme.charges().getFirst().getString("id");
        var given = acme.post("/corrections", JsonObject.of("entry_id", entry, "amount_micros", 100, "reason", "twice"))
                .expect(201)
                .data();
        var again = acme.write();
        var topUp = acme.post("/top-ups", JsonObject.of("amount_micros", 1_000))
                .expect(201)
                .data();
        acme.write().expect(201);
        Eventually.within(
                BOOKED_WITHIN,
                () -> assertThat(acme.billing().getLong("prepaid_micros")).isEqualTo(900));
        var revoked = acme.post("/top-ups/" + topUp.getString("id") + "/revoke", JsonObject.of("reason", "unpaid"))
                .expect(200)
                .data();
        var refused = acme.write();

        assertThat(List.of(poor.code(), refused.code())).containsOnly("usage_balance_exhausted");
        assertThat(given.getLong("included_micros")).isEqualTo(100);
        assertThat(given.getLong("spend_micros")).isEqualTo(-100);
        assertThat(again.status()).isEqualTo(201);
        assertThat(revoked.getLong("taken_back_micros")).isEqualTo(900);
        assertThat(revoked.getLong("shortfall_micros")).isEqualTo(100);
    }

    @Test
    @Order(5)
    void a_top_up_and_an_override_end_at_their_time() {
        var acme = new Customer("enterprise");
        acme.put(
                "/override",
                JsonObject.of("cap_micros", 100_000, "reason", "a test", "expires_at", in(Duration.ofMinutes(20))));
        acme.post("/top-ups", JsonObject.of("amount_micros", 5_000, "expires_at", in(Duration.ofMinutes(10))))
                .expect(201);
        var paid = acme.write();

        time.move(Duration.ofMinutes(11));
        var ended = acme.write();
        acme.post("/top-ups", JsonObject.of("amount_micros", 5_000)).expect(201);
        var paidAgain = acme.write();
        time.move(Duration.ofMinutes(10));
        var capped = acme.write();

        assertThat(List.of(paid.status(), paidAgain.status())).containsOnly(201);
        assertThat(ended.code()).isEqualTo("usage_balance_exhausted");
        assertThat(capped.code()).isEqualTo("monthly_cap_reached");
    }

    @Test
    @Order(6)
    void a_new_price_counts_from_its_date_and_the_statement_shows_both() {
        var acme = new Customer("team");
        var cheap = acme.write();

        time.moveTo(time.monthEnd.plus(Duration.ofMinutes(61)));
        var expensive = acme.write();

        assertThat(cheap.charge()).isEqualTo(100);
        assertThat(expensive.charge()).isEqualTo(250);
        Eventually.within(
                BOOKED_WITHIN,
                () -> assertThat(acme.statement(Period.of(time.now())).getJsonArray("items").stream()
                                .map(JsonObject.class::cast)
                                .filter(item -> item.getLong("charge_micros") > 0)
                                .map(item -> item.getString("price_version")
                                        + ' '
                                        + item.getLong("unit_micros")
                                        + ' '
                                        + item.getLong("charge_micros")))
                        .containsExactlyInAnyOrder("1 100 100", "later 250 250"));
    }

    private static String in(Duration later) {
        return time.now().plus(later).toString();
    }

    /** A tenant with a workspace that has tasks. */
    private static final class Customer {
        private final GatewayFixture.Prepared prepared;
        private final String key;
        private final String tenant;

        Customer(String plan) {
            tenant = gateway.account("team");
            prepared = gateway.workspace(tenant).module("tasks", true);
            key = prepared.apiKey("tasks:write").getString("secret");
            put("/plan", JsonObject.of("plan", plan));
        }

        Reply write() {
            return GatewayFixture.patiently(() -> gateway.call("POST", "/v1/tasks", key, TASK));
        }

        void put(String path, JsonObject body) {
            gateway.operator("PUT", of(path), body).expect(200);
        }

        Reply post(String path, JsonObject body) {
            return gateway.operator("POST", of(path), body, "Idempotency-Key", Long.toString(System.nanoTime()));
        }

        JsonObject billing() {
            return prepared.billing();
        }

        JsonObject statement(Period month) {
            return gateway.operator("GET", of("/statements/" + month), null)
                    .expect(200)
                    .data();
        }

        long spend(Period month) {
            return statement(month).getLong("spend_micros");
        }

        List<JsonObject> charges() {
            return gateway.operator("GET", of("/ledger?limit=100"), null).expect(200).list().stream()
                    .map(JsonObject.class::cast)
                    .filter(entry -> entry.getString("kind").equals("charge"))
                    .toList();
        }

        /** A usage event that reaches the outbox long after its hold. */
        void lateEvent(long bucket, long micros) {
            var id = TypeId.parse("tnt", tenant).orElseThrow();
            var ids = IdSource.timeOrdered(time::now);
            Instant now = time.now();
            var facts = new CallFacts(
                    new RequestId(ids.next()),
                    null,
                    now,
                    new TenantId(id),
                    new WorkspaceId(TypeId.parse("wrk", prepared.workspace()).orElseThrow()),
                    new Actor(Actor.Kind.OPERATOR, "tester", "tester"),
                    Surface.REST,
                    "create_task",
                    "task.create",
                    null,
                    "127.0.0.1",
                    null);
            var charge = new Charge("rest.write", 1, micros, "1", new Charge.Hold(1, bucket));
            var body = UsageCodec.encode(new UsageRecorded(ids.next(), facts, charge, true, "task", null));
            gateway.sql()
                    .execute("INSERT INTO outbox.message (slice, topic, key, body) VALUES ("
                            + Partitioner.of(id, PARTITIONS) + ", '" + Topics.USAGE + "', '" + tenant + "', '\\x"
                            + HexFormat.of().formatHex(body) + "')");
        }

        private String of(String path) {
            return "/control/v1/tenants/" + tenant + path;
        }
    }
}
