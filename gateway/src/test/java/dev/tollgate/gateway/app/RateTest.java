package dev.tollgate.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.gateway.credential.Token;
import dev.tollgate.gateway.fixture.Eventually;
import dev.tollgate.gateway.fixture.GatewayFixture;
import dev.tollgate.gateway.fixture.Reply;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Too many calls, of each kind. */
class RateTest {

    private static final JsonObject PING =
            new JsonObject().put("jsonrpc", "2.0").put("id", 1).put("method", "ping");
    private static final String LOOK_UPS = "tollgate_credentials_lookups_total";

    private final GatewayFixture gateway = GatewayFixture.shared();

    @Test
    void the_twenty_first_wrong_credential_of_a_minute_is_throttled() {
        var address = throttledAddress();

        var wrong = from(address, "tgk_junk");

        assertThat(wrong.status()).isEqualTo(429);
        assertThat(wrong.header("Retry-After")).isPresent();
        assertThat(from(GatewayFixture.newAddress(), "tgk_junk").status()).isEqualTo(401);
    }

    @Test
    void a_good_credential_is_never_locked_out_by_its_neighbours() {
        var workspace = gateway.tenant("business").module("tasks", true);
        var known = workspace.apiKey().getString("secret");
        var address = GatewayFixture.newAddress();
        from(address, known).expect(200);
        throttle(address);

        var neverSeen = workspace.apiKey().getString("secret");
        var client = workspace.mcpClient("tasks:read").getString("secret");

        from(address, known).expect(200);
        Eventually.within(Eventually.NOTICED, () -> from(address, neverSeen).expect(200));
        Eventually.within(
                Eventually.NOTICED,
                () -> gateway.call("POST", "/mcp", client, PING, "X-Forwarded-For", address)
                        .expect(200));
        gateway.operator("GET", workspace.control(""), null, "X-Forwarded-For", address)
                .expect(200);
        from(address, "tgk_junk").expect(429);
    }

    @Test
    void a_gateway_started_amid_wrong_tokens_knows_the_good_one_at_once() {
        var key = gateway.tenant("business").apiKey().getString("secret");
        try (var second = gateway.second()) {
            var address = GatewayFixture.newAddress();
            for (int time = 0; time < 40; time++) {
                var _ = second.call("GET", "/v1/workspace", unknown(), null, "X-Forwarded-For", address);
            }
            second.call("GET", "/v1/workspace", unknown(), null, "X-Forwarded-For", address)
                    .expect(429);

            second.call("GET", "/v1/workspace", key, null, "X-Forwarded-For", address)
                    .expect(200);
        }
    }

    @Test
    void unknown_tokens_from_a_throttled_address_are_refused_without_a_look_up() {
        gateway.tenant("business").apiKey();
        var address = throttledAddress();
        long before = gateway.counted(LOOK_UPS);

        for (int time = 0; time < 100; time++) {
            from(address, unknown()).expect(429);
        }

        assertThat(gateway.counted(LOOK_UPS)).isEqualTo(before);
    }

    @Test
    void a_revoked_key_that_goes_on_calling_locks_nobody_out() {
        var workspace = gateway.tenant("business");
        var good = workspace.apiKey().getString("secret");
        var revoked = workspace.apiKey();
        var secret = revoked.getString("secret");
        var address = GatewayFixture.newAddress();
        gateway.operator("POST", workspace.control("/api-keys/" + revoked.getString("id") + "/revoke"), null)
                .expect(200);
        Eventually.within(Eventually.NOTICED, () -> from(address, secret).expect(401));

        for (int time = 0; time < 40; time++) {
            assertThat(from(address, secret).status()).isIn(401, 429);
        }

        from(address, secret).expect(429);
        from(address, good).expect(200);
    }

    @Test
    void calls_over_the_plans_rate_are_told_when_to_come_back_and_cost_nothing() {
        var slow = gateway.tenant("slow").module("tasks", true);
        var key = slow.apiKey("tasks:read").getString("secret");

        var replies = atOnce(12, () -> gateway.call("GET", "/v1/tasks", key, null));

        var limited = replies.stream().filter(reply -> reply.status() == 429).toList();
        assertThat(limited).isNotEmpty();
        assertThat(limited).allSatisfy(reply -> {
            assertThat(reply.code()).isEqualTo("rate_limited");
            assertThat(reply.header("Retry-After")).hasValue("1");
            assertThat(reply.header("RateLimit-Policy"))
                    .hasValueSatisfying(policy -> assertThat(policy).contains("q=5;w=1"));
        });
    }

    /** Nineteen calls are within the burst of the flood bucket. */
    @Test
    void a_key_that_is_repeated_without_end_is_slowed_and_costs_nothing() {
        var slow = gateway.tenant("slow").module("tasks", true);
        var key = slow.apiKey("tasks:write").getString("secret");
        Supplier<Reply> task = () -> gateway.call(
                "POST", "/v1/tasks", key, new JsonObject().put("title", "Again"), "Idempotency-Key", "again");
        task.get().expect(201);

        var replies = Stream.generate(task).limit(18).toList();

        assertThat(replies)
                .filteredOn(reply -> reply.status() == 201)
                .isNotEmpty()
                .allSatisfy(reply ->
                        assertThat(reply.header("Tollgate-Charge-Micros")).hasValue("0"));
        assertThat(replies)
                .filteredOn(reply -> reply.status() == 429)
                .isNotEmpty()
                .allSatisfy(reply -> {
                    assertThat(reply.json().getString("detail")).startsWith("Idempotency keys were repeated");
                    assertThat(reply.header("Retry-After"))
                            .hasValueSatisfying(seconds ->
                                    assertThat(Integer.parseInt(seconds)).isBetween(1, 9));
                });
    }

    /** Nineteen calls are within the burst of the flood bucket. */
    @Test
    void a_key_that_is_repeated_with_other_inputs_is_slowed() {
        var slow = gateway.tenant("slow").module("tasks", true);
        var key = slow.apiKey("tasks:write").getString("secret");
        Supplier<Reply> task = () -> gateway.call(
                "POST",
                "/v1/tasks",
                key,
                new JsonObject().put("title", UUID.randomUUID().toString()),
                "Idempotency-Key",
                "again");
        task.get().expect(201);

        var replies = Stream.generate(task).limit(18).toList();

        assertThat(replies.getFirst().status()).isEqualTo(409);
        assertThat(replies)
                .filteredOn(reply -> reply.status() == 429)
                .isNotEmpty()
                .allSatisfy(reply ->
                        assertThat(reply.json().getString("detail")).startsWith("Idempotency keys were repeated"));
    }

    @Test
    void free_calls_meet_the_flood_bucket_only() {
        var slow = gateway.tenant("slow");
        var key = slow.apiKey("usage:read").getString("secret");

        var replies = atOnce(60, () -> gateway.call("GET", "/v1/usage?from=2026-11-01&to=2026-11-02", key, null));

        assertThat(replies.stream().filter(reply -> reply.status() == 200)).hasSizeGreaterThanOrEqualTo(20);
        assertThat(replies.stream().filter(reply -> reply.status() == 429)).isNotEmpty();
    }

    /**
     * Eighteen calls are within the burst of the flood bucket, which holds twenty. The batches are large, so that their
     * measured work is most of the time that they take, however fast the machine is.
     */
    @Test
    void faulty_items_of_batches_fill_the_flood_bucket_as_faulty_bodies_do() {
        var slow = gateway.tenant("slow").module("crm", true);
        var key = slow.apiKey("crm:write", "usage:read").getString("secret");
        var faulty = new JsonObject();
        IntStream.range(0, 100).forEach(field -> faulty.put("unknown_" + field, "x"));
        var batch = new JsonObject().put("items", new JsonArray(Collections.nCopies(100, faulty)));

        var replies = IntStream.range(0, 18)
                .mapToObj(_ -> gateway.call("POST", "/v1/contacts/batch", key, batch))
                .toList();

        assertThat(replies).anySatisfy(reply -> {
            assertThat(reply.status()).isEqualTo(429);
            assertThat(reply.json().getString("detail")).contains("4 times its limit");
        });
    }

    @Test
    void junk_is_never_looked_up_and_an_unknown_token_once_in_five_seconds() {
        gateway.tenant("business").apiKey();
        long before = gateway.counted(LOOK_UPS);
        var unknown = unknown();
        var junk = unknown.substring(0, unknown.length() - 1) + (unknown.endsWith("a") ? "b" : "a");

        for (int time = 0; time < 8; time++) {
            assertThat(from("203.0.113.9", junk).status()).isEqualTo(401);
            assertThat(from("203.0.113.9", "junk").status()).isEqualTo(401);
        }
        assertThat(from("203.0.113.10", unknown).status()).isEqualTo(401);
        assertThat(from("203.0.113.10", unknown).status()).isEqualTo(401);

        assertThat(gateway.counted(LOOK_UPS)).isEqualTo(before + 1);
    }

    private static String unknown() {
        return Token.mint(Token.Kind.API_KEY, new SecureRandom()).text();
    }

    private String throttledAddress() {
        var address = GatewayFixture.newAddress();
        throttle(address);
        return address;
    }

    private void throttle(String address) {
        for (int time = 0; time < 20; time++) {
            from(address, "tgk_junk").expect(401);
        }
    }

    private Reply from(String address, String token) {
        return gateway.call("GET", "/v1/workspace", token, null, "X-Forwarded-For", address);
    }

    private static List<Reply> atOnce(int times, Callable<Reply> call) {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var replies = new ArrayList<Reply>();
            for (var reply : threads.invokeAll(Collections.nCopies(times, call))) {
                replies.add(reply.get());
            }
            return replies;
        } catch (InterruptedException | ExecutionException broken) {
            throw new IllegalStateException(broken);
        }
    }
}
