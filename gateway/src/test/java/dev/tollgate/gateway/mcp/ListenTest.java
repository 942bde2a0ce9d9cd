package dev.tollgate.gateway.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.gateway.fixture.Eventually;
import dev.tollgate.gateway.fixture.GatewayFixture;
import dev.tollgate.gateway.mcp.listen.ListenLimiter;
import dev.tollgate.gateway.mcp.listen.ListenStreams;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Clients that listen are told when their lists have changed, and sent away when they may not come in any more. */
class ListenTest {

    private static final Duration SOON = Duration.ofSeconds(10);

    /** As many failed credentials as an address may have in a minute. */
    private static final int FAILURES_MAX = 20;

    private static final JsonObject TOOLS = new JsonObject().put("notifications", Map.of("toolsListChanged", true));
    private static final GatewayFixture GATEWAY = GatewayFixture.shared();

    private final GatewayFixture.Prepared workspace = GATEWAY.tenant("team").module("tasks", true);
    private final JsonObject agent = workspace.mcpClient("tasks:read");
    private final Modern client = new Modern(GATEWAY, agent.getString("secret"));

    @Test
    void a_module_switched_off_reaches_who_listens() {
        try (var stream = listening(TOOLS)) {
            workspace.module("tasks", false);

            Eventually.within(
                    Eventually.NOTICED,
                    () -> assertThat(stream.messages())
                            .extracting(message -> message.getString("method"))
                            .containsExactly(
                                    "notifications/subscriptions/acknowledged", "notifications/tools/list_changed"));
            assertThat(stream.messages())
                    .allSatisfy(message -> assertThat(message.getJsonObject("params")
                                    .getJsonObject("_meta")
                                    .getString("io.modelcontextprotocol/subscriptionId"))
                            .isEqualTo("one"));
        }
    }

    @Test
    void scopes_that_were_taken_away_reach_who_listens() {
        try (var stream = listening(TOOLS)) {
            GATEWAY.operator(
                            "PATCH",
                            workspace.control("/mcp-clients/" + agent.getString("id")),
                            new JsonObject().put("scopes", List.of("usage:read")))
                    .expect(200);

            Eventually.within(
                    Eventually.NOTICED, () -> assertThat(stream.messages()).hasSize(2));
        }
    }

    @Test
    void who_did_not_ask_for_a_list_is_not_told_about_it() {
        var nothing = new JsonObject().put("notifications", Map.of("resourceSubscriptions", List.of("a:b")));

        try (var deaf = listening(nothing);
                var stream = listening(TOOLS)) {
            workspace.module("tasks", false);

            Eventually.within(SOON, () -> assertThat(stream.messages()).hasSize(2));
            assertThat(deaf.messages())
                    .singleElement()
                    .satisfies(message -> assertThat(
                                    message.getJsonObject("params").getJsonObject("notifications"))
                            .isEmpty());
        }
    }

    @Test
    void a_revoked_client_is_sent_away_in_good_order() throws Exception {
        try (var stream = listening(TOOLS)) {
            revoke();

            stream.ended().get(SOON.toSeconds(), TimeUnit.SECONDS);
            var last = stream.messages().getLast();
            assertThat(last.getString("id")).isEqualTo("one");
            assertThat(last.getJsonObject("result").getString("resultType")).isEqualTo("complete");
        }
    }

    @Test
    void a_stream_ends_with_its_credential_even_if_that_was_said_later() throws Exception {
        try (var stream = listening(TOOLS)) {
            GATEWAY.operator(
                            "PATCH",
                            workspace.control("/mcp-clients/" + agent.getString("id")),
                            new JsonObject()
                                    .put(
                                            "expires_at",
                                            Instant.now().plusSeconds(1).toString()))
                    .expect(200);

            stream.ended().get(SOON.toSeconds(), TimeUnit.SECONDS);
            assertThat(stream.messages())
                    .hasSize(2)
                    .last()
                    .satisfies(last -> assertThat(last.containsKey("result")).isTrue());
        }
    }

    @Test
    void a_credential_listens_on_four_streams_and_again_when_one_has_ended() {
        var streams = new ArrayList<Modern.Stream>();
        for (int at = 0; at < ListenLimiter.CREDENTIAL_MAX; at++) {
            streams.add(listening(TOOLS));
        }
        assertThat(client.request(ListenStreams.METHOD, TOOLS).status()).isEqualTo(429);

        streams.removeLast().close();

        Eventually.within(SOON, () -> {
            var one = client.stream(ListenStreams.METHOD, TOOLS);
            streams.add(one);
            assertThat(one.status().orTimeout(5, TimeUnit.SECONDS).join()).isEqualTo(200);
        });
        streams.forEach(Modern.Stream::close);
    }

    @Test
    void a_revocation_reaches_who_listens_from_a_throttled_address() throws Exception {
        var address = GatewayFixture.newAddress();
        try (var stream = listening(GATEWAY, address)) {
            fail(address, FAILURES_MAX);
            assertThat(ping(address, "tgm_junk")).isEqualTo(429);

            revoke();

            stream.ended().get(SOON.toSeconds(), TimeUnit.SECONDS);
            assertThat(stream.messages().getLast().containsKey("result")).isTrue();
        }
    }

    @Test
    void a_revoked_client_that_listened_does_not_count_as_a_failed_credential() throws Exception {
        var address = GatewayFixture.newAddress();
        try (var stream = listening(GATEWAY, address)) {
            fail(address, FAILURES_MAX - 1);

            revoke();

            stream.ended().get(SOON.toSeconds(), TimeUnit.SECONDS);
            assertThat(ping(address, "tgm_junk")).isEqualTo(401);
        }
    }

    @Test
    void listening_is_one_call_however_often_it_is_asked_who_listens() throws Exception {
        try (var second = GATEWAY.second();
                var stream = listening(second, GatewayFixture.newAddress())) {
            workspace.module("tasks", false);
            Eventually.within(SOON, () -> assertThat(stream.messages()).hasSize(2));

            revoke();

            stream.ended().get(SOON.toSeconds(), TimeUnit.SECONDS);
            assertThat(second.counted("tollgate_calls_seconds_count")).isOne();
        }
    }

    @Test
    void listening_needs_a_filter_and_a_client_that_takes_a_stream() {
        var headers = Modern.headers(ListenStreams.METHOD, TOOLS);
        headers[7] = "application/json";

        var deaf = GATEWAY.call("POST", "/mcp", client.token(), Modern.body(ListenStreams.METHOD, TOOLS), headers);
        var unfiltered = client.request(ListenStreams.METHOD, new JsonObject());

        assertThat(deaf.status()).isEqualTo(400);
        assertThat(unfiltered.json().getJsonObject("error").getInteger("code")).isEqualTo(-32602);
        assertThat(new McpCaller(GATEWAY, client.token())
                        .request(ListenStreams.METHOD, TOOLS)
                        .json()
                        .getJsonObject("error")
                        .getInteger("code"))
                .isEqualTo(-32601);
    }

    @Test
    void a_drain_sends_everybody_away() throws Exception {
        var second = GATEWAY.second();
        var there = new Modern(second, client.token());

        try (var stream = there.stream(ListenStreams.METHOD, TOOLS)) {
            Eventually.within(SOON, () -> assertThat(stream.messages()).hasSize(1));
            second.close();

            stream.ended().get(SOON.toSeconds(), TimeUnit.SECONDS);
            assertThat(stream.messages().getLast().containsKey("result")).isTrue();
        }
    }

    private void revoke() {
        GATEWAY.operator("POST", workspace.control("/mcp-clients/" + agent.getString("id") + "/revoke"), null)
                .expect(200);
    }

    private static void fail(String address, int times) {
        for (int at = 0; at < times; at++) {
            assertThat(ping(address, "tgm_junk")).isEqualTo(401);
        }
    }

    private static int ping(String address, String token) {
        var body = new JsonObject().put("jsonrpc", "2.0").put("id", 1).put("method", "ping");
        return GATEWAY.call("POST", "/mcp", token, body, "X-Forwarded-For", address)
                .status();
    }

    private Modern.Stream listening(GatewayFixture gateway, String address) {
        var stream = new Modern(gateway, client.token()).stream("/mcp", address, ListenStreams.METHOD, TOOLS);
        Eventually.within(SOON, () -> assertThat(stream.messages()).hasSize(1));
        return stream;
    }

    private Modern.Stream listening(JsonObject filter) {
        var stream = client.stream(ListenStreams.METHOD, filter);
        Eventually.within(SOON, () -> assertThat(stream.messages()).hasSize(1));
        return stream;
    }
}
