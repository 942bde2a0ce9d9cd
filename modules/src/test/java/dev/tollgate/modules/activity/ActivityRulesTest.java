package dev.tollgate.modules.activity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.Caller;
import dev.tollgate.contract.event.DomainEvent;
import dev.tollgate.contract.reference.ContactId;
import dev.tollgate.modules.Desk;
import dev.tollgate.modules.crm.CrmModule;
import dev.tollgate.modules.crm.contact.ContactOperations;
import dev.tollgate.records.table.ListInput;
import dev.tollgate.runtime.json.Json;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Activities that rules log for events, however the events come. */
class ActivityRulesTest {

    private static final String ALL_DEALS = "[{'event_types': ['deal.*']}]";

    private static Desk desk;
    private static Feeds feeds;
    private Caller caller;

    @BeforeAll
    static void open() {
        desk = new Desk(List.of(new ActivityModule(), new CrmModule()), 8);
        feeds = new Feeds();
        var _ = feeds.consuming(desk);
    }

    @AfterAll
    static void close() {
        feeds.close();
        desk.close();
    }

    @BeforeEach
    void comeAsStranger() {
        caller = desk.stranger();
    }

    private DomainEvent event(String type, JsonObject data) {
        return event(desk.ids.next(), type, data);
    }

    private DomainEvent event(UUID id, String type, JsonObject data) {
        return new DomainEvent(
                id,
                type,
                Instant.parse("2026-05-04T09:00:00Z"),
                caller.tenantId(),
                caller.workspaceId(),
                null,
                type.substring(0, type.indexOf('.')),
                data.getString("id", "dea_" + id),
                1,
                data);
    }

    private List<DomainEvent> deals(int count) {
        return IntStream.range(0, count)
                .mapToObj(_ -> event("deal.won", new JsonObject()))
                .toList();
    }

    private List<Activity> logged() {
        var query = Json.read("{\"limit\": 100}", ActivityOperations.ActivityQuery.class);
        return desk.done(ActivityOperations.SEARCH, caller, ListInput.of(query)).items();
    }

    private List<String> ids() {
        return desk.ownerRows("SELECT id::text FROM activity.activity WHERE workspace_id = '"
                + caller.workspaceId().value() + "'");
    }

    private void eventually(int activities) {
        Desk.eventually(() -> assertThat(ids()).hasSize(activities));
    }

    /** Everything that was published before has been consumed. */
    private void settled() {
        int before = ids().size();
        feeds.rules(caller, "[{'event_types': ['sentinel.*']}]");
        feeds.publish(List.of(event("sentinel.passed", new JsonObject())));
        eventually(before + 1);
    }

    @Test
    void a_rule_logs_an_activity_for_each_event_of_its_types_with_the_records_that_the_event_refers_to() {
        var contact = desk.done(ContactOperations.CREATE, caller, Desk.example(ContactOperations.CREATE));
        feeds.rules(
                caller,
                "[{'event_types': ['deal.won', 'crm.*'], 'type': 'meeting', 'summary': 'A deal is won'},"
                        + " {'event_types': ['order.paid']}]");

        feeds.publish(List.of(
                event("deal.won", JsonObject.of("contact_id", contact.id().text())),
                event("order.paid", new JsonObject()),
                event("ticket.created", new JsonObject())));
        eventually(2);

        assertThat(logged()).extracting(Activity::summary).containsExactlyInAnyOrder("A deal is won", "Order paid");
        assertThat(logged())
                .filteredOn(one -> one.type() == Activity.Type.MEETING)
                .singleElement()
                .satisfies(one -> {
                    assertThat(one.contactId()).isEqualTo(contact.id());
                    assertThat(one.relatedType()).isEqualTo("deal");
                    assertThat(one.occurredAt()).isEqualTo("2026-05-04T09:00:00Z");
                    assertThat(one.lastActor()).isEqualTo("activity.feed");
                });
        assertThat(desk.events(caller))
                .extracting(DomainEvent::type)
                .filteredOn("activity.logged"::equals)
                .hasSize(2);
        assertThat(desk.ownerRows("SELECT action || ' ' || actor_id FROM audit.event WHERE workspace_id = '"
                        + caller.workspaceId().value() + "' AND action LIKE 'activity.%'"))
                .isNotEmpty()
                .containsOnly("activity.log activity.feed");
    }

    @Test
    void without_a_rule_nothing_is_logged_and_events_of_activities_match_none() {
        feeds.publish(deals(3));
        settled();
        assertThat(ids()).hasSize(1);

        feeds.rules(caller, "[{'event_types': ['activity.*', 'activity.logged']}]");
        feeds.publish(List.of(event("activity.logged", JsonObject.of("id", "act_1"))));
        settled();

        assertThat(ids()).hasSize(2);
    }

    @Test
    void events_that_come_again_log_nothing_twice() {
        feeds.rules(caller, ALL_DEALS);
        var deals = deals(20);

        feeds.publish(deals);
        eventually(20);
        feeds.publish(deals);
        settled();

        assertThat(ids()).hasSize(21);
        assertThat(desk.events(caller)).hasSize(21);
    }

    @Test
    void a_record_that_is_gone_is_not_referred_to() {
        feeds.rules(caller, ALL_DEALS);

        feeds.publish(List.of(event(
                "deal.updated",
                JsonObject.of("contact_id", new ContactId(desk.ids.next()).text(), "company_id", "nonsense"))));
        eventually(1);

        assertThat(logged().getFirst().contactId()).isNull();
    }

    @Test
    void a_minute_has_at_most_100_activities_by_rules_and_the_same_ones_when_its_events_come_again() {
        feeds.rules(caller, ALL_DEALS);
        var minute = Instant.parse("2026-11-20T10:00:00Z");
        var deals = new ArrayList<DomainEvent>();
        for (int at = 0; at < 150; at++) {
            deals.add(event(idAt(minute.plusMillis(at)), "deal.won", new JsonObject()));
        }
        var next = event(idAt(minute.plus(Duration.ofMinutes(1))), "deal.won", new JsonObject());

        feeds.publish(deals);
        feeds.publish(List.of(next));
        eventually(101);
        var first = ids();
        feeds.publish(deals);
        settled();

        assertThat(ids()).hasSize(102).containsAll(first);
    }

    private UUID idAt(Instant time) {
        var id = desk.ids.next();
        return new UUID(
                time.toEpochMilli() << 16 | (id.getMostSignificantBits() & 0xffff), id.getLeastSignificantBits());
    }

    @Test
    void events_of_a_workspace_with_the_module_off_pass_by() {
        feeds.rules(caller, ALL_DEALS);
        feeds.off(caller);
        var other = desk.stranger();
        feeds.publish(deals(5));

        var off = caller;
        caller = other;
        settled();

        caller = off;
        assertThat(ids()).isEmpty();
    }

    @Test
    void each_event_counts_once_while_consumers_come_and_go() {
        var first = new Desk(List.of(new ActivityModule(), new CrmModule()), 8);
        try (first;
                var second = new Desk(first);
                var third = new Desk(first)) {
            var shared = desk;
            desk = first;
            try {
                var callers =
                        IntStream.range(0, 8).mapToObj(_ -> first.stranger()).toList();
                callers.forEach(one -> feeds.rules(one, ALL_DEALS));
                var _ = feeds.consuming(first);
                for (int round = 0; round < 10; round++) {
                    for (var one : callers) {
                        caller = one;
                        feeds.publish(deals(9));
                    }
                    if (round == 2) {
                        var _ = feeds.consuming(second);
                    } else if (round == 5) {
                        // Its connections break wherever it is.
                        second.close();
                        var _ = feeds.consuming(third);
                    }
                }

                for (var one : callers) {
                    caller = one;
                    eventually(90);
                    assertThat(first.events(one)).hasSize(90);
                }
            } finally {
                desk = shared;
            }
        }
    }
}
