package dev.tollgate.gateway.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.Actor;
import dev.tollgate.contract.caller.RequestId;
import dev.tollgate.contract.caller.Surface;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.caller.TypeId;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.event.CallFacts;
import dev.tollgate.gateway.fixture.Eventually;
import dev.tollgate.gateway.fixture.GatewayFixture;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RefusalAggregatorTest {

    private static final String INSTALLATION = "/control/v1/audit-events";
    private static final Duration RECORDED_MAX = Duration.ofSeconds(10);

    private final GatewayFixture gateway = GatewayFixture.shared();
    private final GatewayFixture.Prepared acme = gateway.tenant("team");

    @Test
    void refusals_of_an_operator_and_of_a_person_of_the_same_name_are_told_apart() {
        var process = gateway.process().context();
        var notes = new RefusalAggregator(
                process.ids(), process.publisher(), process.kafka().partitions(), new SimpleMeterRegistry());
        notes.refused(facts(Actor.Kind.OPERATOR), "conflict");
        notes.refused(facts(Actor.Kind.SUBJECT), "conflict");

        notes.tell();

        Eventually.within(
                RECORDED_MAX,
                () -> assertThat(gateway.operator("GET", acme.control("/audit-events?outcome=conflict"), null)
                                .expect(200)
                                .list())
                        .map(event ->
                                ((JsonObject) event).getJsonObject("actor").getString("kind"))
                        .containsExactlyInAnyOrder("operator", "subject"));
    }

    @Test
    void refusals_of_unknown_callers_of_a_minute_are_one_entry_that_names_no_client() {
        var process = gateway.process().context();
        var notes = new RefusalAggregator(
                process.ids(), process.publisher(), process.kafka().partitions(), new SimpleMeterRegistry());
        var alone = stranger();
        var first = stranger();
        notes.refusedStranger(alone, "unauthorized");
        notes.tell();
        notes.refusedStranger(first, "unauthorized");

        for (int second = 0; second < RefusalAggregator.STRANGER_TELLS; second++) {
            notes.tell();
            notes.refusedStranger(stranger(), "unauthorized");
        }

        isEntry(INSTALLATION, alone, 1, "127.0.0.1");
        isEntry(INSTALLATION, first, RefusalAggregator.STRANGER_TELLS, null);
    }

    @Test
    void what_no_server_answered_is_one_entry_a_minute_after_the_first_with_its_number() {
        var process = gateway.process().context();
        var notes = new RefusalAggregator(
                process.ids(), process.publisher(), process.kafka().partitions(), new SimpleMeterRegistry());
        var first = facts(Actor.Kind.OPERATOR);
        var conflict = facts(Actor.Kind.OPERATOR);
        notes.refusedUnavailable(first, "service_unavailable");

        for (int second = 1; second < RefusalAggregator.UNAVAILABLE_TELLS; second++) {
            notes.tell();
            notes.refusedUnavailable(facts(Actor.Kind.OPERATOR), "service_unavailable");
        }
        notes.refused(conflict, "conflict");
        notes.tell();
        notes.refusedUnavailable(facts(Actor.Kind.OPERATOR), "service_unavailable");
        notes.tell();

        isEntry(acme.control("/audit-events"), conflict, 1, "127.0.0.1");
        isEntry(acme.control("/audit-events"), first, RefusalAggregator.UNAVAILABLE_TELLS, "127.0.0.1");
    }

    private void isEntry(String audit, CallFacts facts, long calls, @Nullable String address) {
        Eventually.within(RECORDED_MAX, () -> {
            var found = gateway.operator(
                            "GET", audit + "?request_id=" + facts.requestId().text(), null)
                    .expect(200)
                    .list();
            assertThat(found).hasSize(1);
            assertThat(found.getJsonObject(0).getLong("calls")).isEqualTo(calls);
            assertThat(found.getJsonObject(0).getString("client_address")).isEqualTo(address);
        });
    }

    private CallFacts stranger() {
        var process = gateway.process().context();
        return new CallFacts(
                new RequestId(process.ids().next()),
                null,
                process.clock().instant(),
                null,
                null,
                new Actor(Actor.Kind.SYSTEM, "console", "unknown caller"),
                Surface.CONTROL,
                "sign_in_by_token",
                "session.open",
                null,
                "127.0.0.1",
                null);
    }

    private CallFacts facts(Actor.Kind kind) {
        var process = gateway.process().context();
        return new CallFacts(
                new RequestId(process.ids().next()),
                null,
                process.clock().instant(),
                new TenantId(TypeId.parse("tnt", acme.tenant()).orElseThrow()),
                new WorkspaceId(TypeId.parse("wrk", acme.workspace()).orElseThrow()),
                new Actor(kind, "ada", "ada"),
                Surface.CONTROL,
                "archive_workspace",
                "workspace.archive",
                null,
                "127.0.0.1",
                null);
    }
}
