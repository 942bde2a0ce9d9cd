package dev.tollgate.modules.activity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.Caller;
import dev.tollgate.contract.caller.Scope;
import dev.tollgate.contract.event.DomainEvent;
import dev.tollgate.modules.Desk;
import dev.tollgate.modules.activity.ActivityOperations.ActivityQuery;
import dev.tollgate.modules.crm.CrmModule;
import dev.tollgate.modules.crm.contact.CompanyOperations;
import dev.tollgate.modules.crm.contact.Contact;
import dev.tollgate.modules.crm.contact.ContactOperations;
import dev.tollgate.records.table.ListInput;
import dev.tollgate.records.table.ListOptions;
import dev.tollgate.runtime.json.Json;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Activities and events of a contact or company in one list. */
class TimelineTest {

    /** Copies of the entries of a contact, so many of each. */
    private static final String COPIES = """
            INSERT INTO activity.entry
            SELECT workspace_id, gen_random_uuid(), type, scope, resource_type, resource_id, contact_id, company_id, deal_id,
                   lead_id, ticket_id, invoice_id, occurred_at, created_at
              FROM activity.entry, generate_series(1, %d) WHERE contact_id = '%s'
            """;

    private static Desk desk;
    private static Feeds feeds;
    private Caller caller;
    private Contact contact;

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
    void haveAContact() {
        caller = reading(desk.stranger(), "activity:read", "crm:read", "integrations:read");
        contact = desk.done(ContactOperations.CREATE, caller, Desk.example(ContactOperations.CREATE));
    }

    private static Caller reading(Caller caller, String... scopes) {
        return new Caller(
                caller.actor(),
                caller.tenant(),
                caller.workspace(),
                Stream.of(scopes).map(Scope::new).collect(Collectors.toSet()),
                null,
                Set.of("activity", "crm", "integrations"));
    }

    private DomainEvent event(String type, String resource, String id, JsonObject data) {
        return new DomainEvent(
                desk.ids.next(),
                type,
                desk.clock.instant(),
                caller.tenantId(),
                caller.workspaceId(),
                null,
                resource,
                id,
                1,
                data);
    }

    private DomainEvent deal(String type, String id) {
        return event(type, "deal", id, JsonObject.of("contact_id", contact.id().text()));
    }

    private ActivityQuery query(String more) {
        return Json.read(
                "{\"timeline\": true, \"contact_id\": \"" + contact.id() + "\"" + more.replace('\'', '"') + "}",
                ActivityQuery.class);
    }

    private List<Activity> timeline(Caller reader) {
        return desk.done(ActivityOperations.SEARCH, reader, query("")).items();
    }

    private List<String> summaries(Caller reader) {
        return timeline(reader).stream().map(Activity::summary).toList();
    }

    private void log(String summary) {
        var _ = desk.done(
                ActivityOperations.LOG,
                caller,
                Json.read(
                        "{\"type\": \"call\", \"summary\": \"" + summary + "\", \"contact_id\": \"" + contact.id()
                                + "\"}",
                        ActivityOperations.NewActivity.class));
    }

    @Test
    void activities_and_events_come_in_one_list_the_newest_first() {
        feeds.publish(desk.events(caller));
        log("Called");
        feeds.publish(List.of(deal("deal.won", "dea_1")));
        Desk.eventually(() -> assertThat(timeline(caller)).hasSize(3));

        assertThat(summaries(caller)).containsExactly("deal.won", "Called", "contact.created");
        assertThat(timeline(caller).getFirst()).satisfies(entry -> {
            assertThat(entry.type()).isEqualTo(Activity.Type.EVENT);
            assertThat(entry.contactId()).isEqualTo(contact.id());
            assertThat(entry.relatedId()).isEqualTo("dea_1");
        });
        assertThat(desk.done(ActivityOperations.SEARCH, caller, Json.read("{}", ActivityQuery.class))
                        .items())
                .extracting(Activity::summary)
                .containsExactly("Called");
    }

    @Test
    void it_is_read_page_by_page() {
        for (int at = 0; at < 5; at++) {
            feeds.publish(List.of(deal("deal.updated", "dea_" + at)));
            log("Call " + at);
        }
        Desk.eventually(() -> assertThat(timeline(caller)).hasSize(10));
        var read = new ArrayList<Activity>();
        String cursor = null;

        do {
            var more = ", 'limit': 3" + (cursor == null ? "" : ", 'cursor': '" + cursor + "'");
            var page = desk.done(ActivityOperations.SEARCH, caller, query(more));
            read.addAll(page.items());
            cursor = page.nextCursor();
        } while (cursor != null);

        assertThat(read).isEqualTo(timeline(caller));
    }

    @Test
    void it_shows_events_of_the_modules_only_that_the_caller_may_read() {
        log("Called");
        feeds.publish(List.of(
                deal("deal.won", "dea_1"),
                event(
                        "order.paid",
                        "event",
                        "order-1",
                        JsonObject.of("contact_id", contact.id().text()))));
        Desk.eventually(() -> assertThat(timeline(caller)).hasSize(3));

        assertThat(summaries(reading(caller, "activity:read"))).containsExactly("Called");
        assertThat(summaries(reading(caller, "activity:read", "crm:read"))).containsExactly("deal.won", "Called");
        assertThat(summaries(reading(caller, "activity:read", "integrations:read")))
                .containsExactly("order.paid", "Called");
    }

    @Test
    void another_workspace_sees_none_of_it() {
        feeds.publish(List.of(deal("deal.won", "dea_1")));
        Desk.eventually(() -> assertThat(timeline(caller)).hasSize(1));

        assertThat(timeline(reading(desk.stranger(), "activity:read", "crm:read")))
                .isEmpty();
    }

    @Test
    void a_deleted_record_leaves_it_and_a_deleted_contact_leaves_the_timeline_of_the_company() {
        var company = desk.done(CompanyOperations.CREATE, caller, Desk.example(CompanyOperations.CREATE));
        var both = JsonObject.of(
                "contact_id", contact.id().text(), "company_id", company.id().text());
        feeds.publish(
                List.of(event("deal.created", "deal", "dea_1", both), event("deal.created", "deal", "dea_2", both)));
        Desk.eventually(() -> assertThat(timeline(caller)).hasSize(2));

        feeds.publish(List.of(event("deal.deleted", "deal", "dea_1", both)));
        Desk.eventually(() ->
                assertThat(timeline(caller)).extracting(Activity::relatedId).containsExactly("dea_2"));
        feeds.publish(List.of(event("contact.deleted", "contact", contact.id().text(), new JsonObject())));
        Desk.eventually(() -> assertThat(timeline(caller)).isEmpty());

        var ofCompany =
                Json.read("{\"timeline\": true, \"company_id\": \"" + company.id() + "\"}", ActivityQuery.class);
        assertThat(desk.done(ActivityOperations.SEARCH, caller, ofCompany).items())
                .singleElement()
                .satisfies(entry -> assertThat(entry.contactId()).isNull());
    }

    @Test
    void a_contact_with_more_entries_than_a_transaction_removes_is_removed_in_steps() {
        var company = desk.done(CompanyOperations.CREATE, caller, Desk.example(CompanyOperations.CREATE));
        var both = JsonObject.of(
                "contact_id", contact.id().text(), "company_id", company.id().text());
        feeds.publish(List.of(deal("deal.won", "dea_1"), event("deal.created", "deal", "dea_2", both)));
        Desk.eventually(() -> assertThat(timeline(caller)).hasSize(2));
        desk.owner(COPIES.formatted(EntryRemoval.STEP_MAX, contact.id().value()));

        feeds.publish(List.of(event("contact.deleted", "contact", contact.id().text(), new JsonObject())));
        Desk.eventually(() ->
                assertThat(count("contact_id = '" + contact.id().value() + "'")).isEqualTo(EntryRemoval.STEP_MAX + 2L));
        desk.runJobs();

        assertThat(timeline(caller)).isEmpty();
        assertThat(count("company_id = '" + company.id().value() + "'")).isEqualTo(EntryRemoval.STEP_MAX + 1L);
        assertThat(Long.parseLong(desk.ownerRows("SELECT count(*) FROM activity.forgotten")
                        .getFirst()))
                .isZero();
    }

    private long count(String where) {
        return Long.parseLong(desk.ownerRows("SELECT count(*) FROM activity.entry WHERE " + where)
                .getFirst());
    }

    @Test
    void an_event_that_a_caller_publishes_removes_no_other_event() {
        feeds.publish(List.of(deal("deal.won", "dea_1")));
        feeds.publish(List.of(
                event("order.deleted", "event", "dea_1", new JsonObject()),
                event("order.deleted", "event", contact.id().text(), new JsonObject()),
                deal("deal.updated", "dea_2")));

        Desk.eventually(() -> assertThat(summaries(caller)).containsExactly("deal.updated", "deal.won"));
    }

    @Test
    void an_event_that_a_caller_publishes_removes_none_of_the_same_subject() {
        var refers = JsonObject.of("contact_id", contact.id().text());
        feeds.publish(List.of(event("order.paid", "event", "order-1", refers)));
        feeds.publish(List.of(
                event("order.deleted", "event", "order-1", new JsonObject()),
                event("order.sent", "event", "order-2", refers)));

        Desk.eventually(() -> assertThat(summaries(caller)).containsExactly("order.sent", "order.paid"));
    }

    @Test
    void events_that_come_again_are_shown_once() {
        var event = deal("deal.won", "dea_1");
        feeds.publish(List.of(event, event));
        feeds.publish(List.of(event, deal("deal.updated", "dea_1")));

        Desk.eventually(() -> assertThat(summaries(caller)).containsExactly("deal.updated", "deal.won"));
    }

    @ParameterizedTest
    @ValueSource(strings = {", 'query': 'won'", ", 'type': 'call'", ", 'related_id': 'dea_1'", ", 'superseded': true"})
    void it_cannot_be_combined_with_other_filters(String more) {
        assertThat(desk.faults(ActivityOperations.SEARCH, caller, ListInput.of(query(more))))
                .containsExactly("timeline");
    }

    @Test
    void it_is_of_a_contact_or_a_company_in_its_own_order() {
        var ofNothing = Json.read("{\"timeline\": true}", ActivityQuery.class);
        var sorted = new ListInput<>(query(""), new ListOptions(null, null, "created_at", null, null));

        assertThat(desk.faults(ActivityOperations.SEARCH, caller, ListInput.of(ofNothing)))
                .containsExactly("timeline");
        assertThat(desk.faults(ActivityOperations.SEARCH, caller, sorted)).containsExactly("timeline");
    }

    @Test
    void nobody_logs_an_event() {
        var input = Json.read("{\"type\": \"event\", \"summary\": \"Won\"}", ActivityOperations.NewActivity.class);

        assertThat(desk.faults(ActivityOperations.LOG, caller, input)).containsExactly("type");
    }
}
