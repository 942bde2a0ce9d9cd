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
import dev.tollgate.runtime.kafka.EventPublisher;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.json.JsonArray;
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

    @Test
    void beyond_the_most_kinds_the_oldest_is_told_before_its_minute_and_no_other() {
        var process = gateway.process().context();
        var registry = new SimpleMeterRegistry();
        var notes = new RefusalAggregator(
                process.ids(), process.publisher(), process.kafka().partitions(), registry);
        var oldest = facts(Actor.Kind.OPERATOR);
        var second = facts(Actor.Kind.OPERATOR);
        var later = facts(Actor.Kind.OPERATOR);
        notes.refusedUnavailable(oldest, kind(0));
        notes.refusedUnavailable(facts(Actor.Kind.OPERATOR), kind(0));
        notes.refusedUnavailable(second, kind(1));
        refuse(notes, 2, RefusalAggregator.KINDS_MAX);

        notes.refusedUnavailable(facts(Actor.Kind.OPERATOR), kind(RefusalAggregator.KINDS_MAX));
        notes.refused(later, "conflict");
        notes.tell();

        var audit = acme.control("/audit-events");
        isEntry(audit, later, 1, "127.0.0.1");
        isEntry(audit, oldest, 2, "127.0.0.1");
        // Entries of one chain arrive in the order in which they were told.
        assertThat(entries(audit, second)).isEmpty();
        assertThat(lost(registry)).isZero();
    }

    @Test
    void once_as_many_were_told_before_their_minute_in_a_second_a_further_kind_is_lost() {
        var registry = new SimpleMeterRegistry();
        // A closed publisher takes nothing: whatever is told is counted as lost at once.
        var notes = new RefusalAggregator(gateway.process().context().ids(), closedPublisher(), 1, registry);
        refuse(notes, 0, 2 * RefusalAggregator.KINDS_MAX);
        // The oldest now. To tell it would count two.
        refuse(notes, RefusalAggregator.KINDS_MAX, RefusalAggregator.KINDS_MAX + 1);
        double before = lost(registry);

        notes.refusedUnavailable(facts(Actor.Kind.OPERATOR), "further");
        double withinTheSecond = lost(registry);
        notes.tell();
        notes.refusedUnavailable(facts(Actor.Kind.OPERATOR), "further");
        double inTheNext = lost(registry);

        assertThat(before).isEqualTo(RefusalAggregator.KINDS_MAX);
        assertThat(withinTheSecond - before).isEqualTo(1);
        assertThat(inTheNext - withinTheSecond).isEqualTo(2);
    }

    @Test
    void beyond_the_most_kinds_of_a_second_a_further_one_is_lost_and_one_that_is_known_is_counted() {
        var registry = new SimpleMeterRegistry();
        var notes = new RefusalAggregator(gateway.process().context().ids(), closedPublisher(), 1, registry);
        for (int number = 0; number < RefusalAggregator.KINDS_MAX; number++) {
            notes.refused(facts(Actor.Kind.OPERATOR), kind(number));
        }

        notes.refused(facts(Actor.Kind.OPERATOR), "further");
        double further = lost(registry);
        notes.refused(facts(Actor.Kind.OPERATOR), kind(0));
        double known = lost(registry);
        notes.tell();
        double told = lost(registry);

        assertThat(further).isOne();
        assertThat(known).isOne();
        assertThat(told).isEqualTo(1 + RefusalAggregator.KINDS_MAX + 1);
    }

    /** One refusal of each of these kinds. */
    private void refuse(RefusalAggregator notes, int from, int to) {
        for (int number = from; number < to; number++) {
            notes.refusedUnavailable(facts(Actor.Kind.OPERATOR), kind(number));
        }
    }

    private static String kind(int number) {
        return "service_unavailable_" + number;
    }

    private static double lost(MeterRegistry registry) {
        return registry.get("tollgate.audit.refusals.lost").counter().count();
    }

    private EventPublisher closedPublisher() {
        var publisher = EventPublisher.open(gateway.process().context().kafka());
        publisher.close().await();
        return publisher;
    }

    private void isEntry(String audit, CallFacts facts, long calls, @Nullable String address) {
        Eventually.within(RECORDED_MAX, () -> {
            var found = entries(audit, facts);
            assertThat(found).hasSize(1);
            assertThat(found.getJsonObject(0).getLong("calls")).isEqualTo(calls);
            assertThat(found.getJsonObject(0).getString("client_address")).isEqualTo(address);
        });
    }

    private JsonArray entries(String audit, CallFacts facts) {
        return gateway.operator(
                        "GET", audit + "?request_id=" + facts.requestId().text(), null)
                .expect(200)
                .list();
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
