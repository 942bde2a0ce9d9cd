package dev.tollgate.webhooks.app;

import static dev.tollgate.embedded.RepeatedCheck.eventually;
import static dev.tollgate.webhooks.app.EngineSetup.FAST;
import static dev.tollgate.webhooks.app.EngineSetup.RICH;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.loadtest.receiver.Receipt;
import dev.tollgate.loadtest.receiver.StubResponse;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** An endpoint is sent what its holder may read, and nothing else. */
class HolderTest {

    /** Sooner than a round finds it. */
    private static final Duration AT_ONCE = Duration.ofSeconds(4);

    private static final String PAUSED = "paused holder_lost_access";

    private static EngineBench bench;
    private static Holders holders;

    @BeforeAll
    static void open() {
        bench = new EngineBench();
        holders = new Holders(bench.database);
        var _ = bench.engine(FAST);
    }

    @AfterAll
    static void close() {
        bench.close();
    }

    @Test
    void after_its_holder_was_revoked_nothing_goes_out_whatever_waits_in_line() {
        var workspace = bench.workspace(RICH);
        var key = holders.key(workspace, "tasks:read");
        bench.receiver.stub("/revoked", new StubResponse(StubResponse.Kind.ANSWER, 200, 200, 0, 0, List.of(), 0));
        var endpoint = bench.endpoint(workspace, "/revoked");
        holders.hold(key, endpoint, "task.*");
        var _ = bench.endpoint(workspace, "/beside");
        bench.write(bench.events(workspace, 300));
        eventually(() -> bench.receipts("/revoked").size() >= 20);

        holders.revoke(key);
        eventually(AT_ONCE, () -> bench.rows.standing(endpoint).equals(PAUSED));
        eventually(() -> underWay(endpoint) == 0);
        var sent = bench.receipts("/revoked").size();
        bench.write(bench.events(workspace, 10));
        eventually(() -> bench.receipts("/beside").size() == 310);
        var waiting = bench.deliveries(endpoint, "paused");
        var sentLater = bench.receipts("/revoked").size();
        resume(endpoint);
        eventually(() -> bench.deliveries(endpoint, "succeeded") == 300);

        assertThat(sentLater).isEqualTo(sent);
        assertThat(waiting).isEqualTo(300 - sent);
    }

    @Test
    void a_narrowed_holder_pauses_what_it_may_not_read_and_audit_and_event_say_so() {
        var workspace = bench.workspace(RICH);
        var told = bench.endpoint(workspace, "/told");
        bench.database.execute("UPDATE webhooks.endpoint SET event_types = '{webhook.*}' WHERE id = '" + told + "'");
        var key = holders.key(workspace, "tasks:read", "integrations:read");
        var narrowed = bench.endpoint(workspace, "/narrowed");
        var readable = bench.endpoint(workspace, "/readable");
        holders.hold(key, narrowed, "task.*,webhook.*");
        holders.hold(key, readable, "webhook.*");

        holders.narrow(key, "integrations:read");
        eventually(AT_ONCE, () -> bench.rows.standing(narrowed).equals(PAUSED));
        eventually(() -> bench.receipts("/told").size() == 1);

        assertThat(holders.missing(narrowed)).isEqualTo("{tasks:read}");
        assertThat(bench.rows.standing(readable)).isEqualTo("active ");
        assertThat(bench.receipts("/told").stream().map(Receipt::type)).containsExactly("webhook.endpoint_paused");
        assertThat(bench.rows.audited(narrowed))
                .singleElement()
                .asString()
                .startsWith("system webhook-dispatcher webhook.pause ok")
                .contains("holder_lost_access");
    }

    @Test
    void a_holder_that_expires_is_found_though_nobody_says_so() {
        var workspace = bench.workspace(RICH);
        var key = holders.key(workspace, "tasks:read");
        var endpoint = bench.endpoint(workspace, "/expired");
        holders.hold(key, endpoint, "task.*");

        holders.expireIn(key, 1);
        eventually(() -> bench.rows.standing(endpoint).equals(PAUSED));

        assertThat(holders.missing(endpoint)).isEqualTo("{tasks:read}");
    }

    @Test
    void what_an_endpoint_covered_once_does_not_go_to_a_holder_who_may_not_read_it() {
        var workspace = bench.workspace(RICH);
        var key = holders.key(workspace, "tasks:read");
        var endpoint = bench.endpoint(workspace, "/leftover");
        bench.status(endpoint, "paused");
        bench.database.execute("UPDATE webhooks.endpoint SET event_types = '{custom.*}' WHERE id = '" + endpoint + "'");
        bench.write(List.of(bench.event(workspace, "custom.made", "cst_1", 1)));
        eventually(() -> bench.deliveries(endpoint, "paused") == 1);

        holders.hold(key, endpoint, "task.*");
        bench.status(endpoint, "active");
        bench.write(bench.events(workspace, 1));
        eventually(() -> bench.deliveries(endpoint, "succeeded") == 1);
        eventually(() -> later(endpoint) == 1);

        assertThat(bench.receipts("/leftover").stream().map(Receipt::type)).containsExactly("task.created");
        assertThat(bench.rows.standing(endpoint)).isEqualTo("active ");
    }

    @Test
    void where_holders_are_not_judged_an_endpoint_goes_on() {
        try (var trusting = new EngineBench()) {
            var _ = trusting.engine(FAST, EngineSetup.TRUSTING);
            WorkspaceId workspace = trusting.workspace(RICH);
            var keys = new Holders(trusting.database);
            var key = keys.key(workspace, "tasks:read");
            var endpoint = trusting.endpoint(workspace, "/trusted");
            keys.hold(key, endpoint, "task.*");

            keys.revoke(key);
            trusting.write(trusting.events(workspace, 10));
            eventually(() -> trusting.deliveries(endpoint, "succeeded") == 10);

            assertThat(trusting.rows.standing(endpoint)).isEqualTo("active ");
        }
    }

    /** As an operation of an operator does. */
    private static void resume(UUID endpoint) {
        bench.database.execute(
                "UPDATE webhooks.endpoint SET status = 'active', status_reason = NULL, missing_scopes = NULL,"
                        + " holder_kind = 'operator', holder_id = 'ada', version = version + 1 WHERE id = '" + endpoint
                        + "'");
    }

    private static long underWay(UUID endpoint) {
        return bench.database.number("SELECT count(*) FROM webhooks.delivery WHERE endpoint_id = '" + endpoint
                + "' AND leased_until IS NOT NULL");
    }

    /** Deliveries that are to be looked at in more than half an hour. */
    private static long later(UUID endpoint) {
        return bench.database.number("SELECT count(*) FROM webhooks.delivery WHERE endpoint_id = '" + endpoint
                + "' AND attempt_count = 0 AND next_attempt_at > now() + interval '30 minutes'");
    }
}
