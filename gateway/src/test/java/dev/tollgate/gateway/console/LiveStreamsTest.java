package dev.tollgate.gateway.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.tollgate.gateway.console.live.LiveLimiter;
import dev.tollgate.gateway.fixture.Browser;
import dev.tollgate.gateway.fixture.ConsoleSessions;
import dev.tollgate.gateway.fixture.EventStream;
import dev.tollgate.gateway.fixture.Eventually;
import dev.tollgate.gateway.fixture.GatewayFixture;
import dev.tollgate.gateway.fixture.People;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Streams of hints for open pages: what they tell, and what ends them. */
class LiveStreamsTest {

    private static final GatewayFixture GATEWAY = GatewayFixture.shared();

    /** The meter records a call within seconds. */
    private static final Duration RECORDED = Duration.ofSeconds(60);

    private static final Duration AGAIN = Duration.ofMillis(500);

    private GatewayFixture.Prepared acme;
    private String key;

    @BeforeEach
    void prepare() {
        acme = GATEWAY.tenant("business").module("tasks", true);
        key = acme.apiKey("tasks:write").getString("secret");
    }

    private String live(String page) {
        return "/console/live?at=/console/workspaces/" + acme.workspace() + page;
    }

    private static int status(EventStream stream) throws Exception {
        return stream.status().get(RECORDED.toSeconds(), TimeUnit.SECONDS);
    }

    private void call() {
        GATEWAY.call("POST", "/v1/tasks", key, new JsonObject().put("title", "Call Ada"))
                .expect(201);
    }

    private void awaitHint(EventStream stream, String topic) {
        Eventually.within(RECORDED, AGAIN, () -> {
            call();
            assertThat(stream.data())
                    .extracting(data -> data.getString("topic"))
                    .contains(topic);
        });
    }

    @Test
    void a_call_is_hinted_at_by_topic_and_without_data() throws Exception {
        try (var stream = Browser.ofOperator(GATEWAY).stream(live("/usage"))) {
            assertThat(status(stream)).isEqualTo(200);

            awaitHint(stream, "usage");
            awaitHint(stream, "request");

            assertThat(stream.lines().stream().filter("event: ready"::equals)).hasSize(1);
            assertThat(stream.data())
                    .allSatisfy(hint -> assertThat(hint.fieldNames()).containsExactlyInAnyOrder("topic", "version"));
            assertThat(String.join("\n", stream.lines())).doesNotContain("Call Ada", acme.workspace(), acme.tenant());
        }
    }

    @Test
    void a_call_at_one_gateway_is_hinted_at_by_another() throws Exception {
        var member = People.member(acme, "member");
        try (var other = GATEWAY.second();
                var stream = ConsoleSessions.browser(other, member.subject()).stream(live("/usage"))) {
            assertThat(status(stream)).isEqualTo(200);

            awaitHint(stream, "usage");
        }
    }

    @Test
    void a_member_is_told_nothing_of_what_they_may_not_read() throws Exception {
        var member = People.member(acme, "readonly");
        var operator = Browser.ofOperator(GATEWAY);
        try (var theirs = ConsoleSessions.browser(GATEWAY, member.subject()).stream(live("/usage"));
                var all = operator.stream(live("/usage"))) {
            assertThat(status(theirs)).isEqualTo(200);
            assertThat(status(all)).isEqualTo(200);

            awaitHint(all, "budget");
            awaitHint(theirs, "usage");

            assertThat(theirs.data())
                    .extracting(data -> data.getString("topic"))
                    .doesNotContain("budget");
        }
    }

    @Test
    void a_stream_ends_with_its_session() throws Exception {
        var browser = Browser.ofOperator(GATEWAY);
        try (var stream = browser.stream(live("/usage"))) {
            assertThat(status(stream)).isEqualTo(200);

            browser.post("/console/sign-out", Browser.filled(browser.get("/console"), Map.of()))
                    .expect(303);

            assertThatCode(() -> stream.ended().get(RECORDED.toSeconds(), TimeUnit.SECONDS))
                    .doesNotThrowAnyException();
            assertThat(stream.lines()).contains("event: end");
        }
    }

    @Test
    void a_stream_ends_with_the_last_role_of_its_person() throws Exception {
        var member = People.member(acme, "admin");
        try (var stream = ConsoleSessions.browser(GATEWAY, member.subject()).stream(live("/usage"))) {
            assertThat(status(stream)).isEqualTo(200);

            GATEWAY.operator("DELETE", acme.control("/members/" + member.id()), null)
                    .expect(200);

            assertThatCode(() -> stream.ended().get(RECORDED.toSeconds(), TimeUnit.SECONDS))
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void a_session_has_so_many_streams_and_one_that_was_closed_is_free_again() throws Exception {
        var browser = Browser.ofOperator(GATEWAY);
        var streams = new ArrayList<EventStream>();
        try {
            for (int at = 0; at < LiveLimiter.SESSION_MAX; at++) {
                streams.add(browser.stream(live("/usage")));
                assertThat(status(streams.getLast())).isEqualTo(200);
            }

            assertThat(browser.get(live("/usage")).status()).isEqualTo(429);
            streams.removeFirst().close();

            Eventually.within(RECORDED, AGAIN, () -> {
                var more = browser.stream(live("/usage"));
                streams.add(more);
                assertThat(more.status().orTimeout(10, TimeUnit.SECONDS).join()).isEqualTo(200);
            });
        } finally {
            streams.forEach(EventStream::close);
        }
    }

    @Test
    void nobody_listens_without_a_session_or_to_what_they_do_not_see() {
        var stranger = new Browser(GATEWAY.base()).from(GatewayFixture.newAddress());
        var other = People.member(GATEWAY.tenant("business"), "admin");

        assertThat(stranger.get(live("/usage")).status()).isEqualTo(401);
        assertThat(ConsoleSessions.browser(GATEWAY, other.subject())
                        .get(live("/usage"))
                        .status())
                .isEqualTo(404);
        assertThat(Browser.ofOperator(GATEWAY)
                        .get("/console/live?at=https://evil.example")
                        .status())
                .isEqualTo(404);
        assertThat(Browser.ofOperator(GATEWAY).get("/console/live").status()).isEqualTo(404);
    }

    @Test
    void a_page_that_is_never_told_of_changes_takes_no_stream() {
        var nobody = ConsoleSessions.browser(GATEWAY, "user_" + UUID.randomUUID());

        for (var page : List.of("/console/tenants", "/console/settings", "/console/audit-events")) {
            assertThat(nobody.get("/console/live?at=" + page).status()).isEqualTo(404);
            assertThat(Browser.ofOperator(GATEWAY)
                            .get("/console/live?at=" + page)
                            .status())
                    .isEqualTo(404);
        }
    }
}
