package dev.tollgate.modules.support;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.Caller;
import dev.tollgate.contract.caller.Scope;
import dev.tollgate.contract.operation.Conditions;
import dev.tollgate.contract.operation.OnExisting;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.contract.reference.ContactId;
import dev.tollgate.contract.reference.TicketId;
import dev.tollgate.modules.Desk;
import dev.tollgate.modules.support.QueueOperations.NewQueue;
import dev.tollgate.modules.support.TicketCommentOperations.NewTicketComment;
import dev.tollgate.modules.support.TicketCommentOperations.TicketCommentQuery;
import dev.tollgate.modules.support.TicketMessageOperations.TicketMessageQuery;
import dev.tollgate.records.table.ListInput;
import io.vertx.core.Future;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** New tickets, their queues, numbers, contacts, messages and comments. */
class TicketsTest {

    private static Desk desk;
    private Cases cases;

    @BeforeAll
    static void open() {
        desk = new Desk(new SupportModule());
    }

    @AfterAll
    static void close() {
        desk.close();
    }

    @BeforeEach
    void comeAsStranger() {
        cases = new Cases(desk, desk.stranger());
    }

    @Test
    void a_ticket_without_a_queue_is_put_into_the_only_active_one() {
        assertThat(desk.faults(TicketOperations.CREATE, cases.caller(), Cases.newTicket("")))
                .containsExactly("queue_id");
        var queue = cases.queue("Care", "'default_priority': 'high'", "'default_assignee': 'grace'");
        var old = cases.queue("Old", "'active': false");

        var ticket = cases.ticket();
        var other = cases.ticket("'priority': 'low', 'assignee': 'ada'");

        assertThat(ticket.queueId()).isEqualTo(queue.id());
        assertThat(ticket.priority()).isEqualTo(Ticket.Priority.HIGH);
        assertThat(ticket.assignee()).isEqualTo("grace");
        assertThat(ticket.status()).isEqualTo(Ticket.Status.NEW);
        assertThat(ticket.channel()).isEqualTo(Ticket.Channel.API);
        assertThat(other.priority()).isEqualTo(Ticket.Priority.LOW);
        assertThat(other.assignee()).isEqualTo("ada");
        var _ = cases.queue("Second");
        assertThat(desk.faults(TicketOperations.CREATE, cases.caller(), Cases.newTicket("")))
                .containsExactly("queue_id");
        assertThat(desk.refusal(
                        TicketOperations.CREATE, cases.caller(), Cases.newTicket("'queue_id': '" + old.id() + "'")))
                .isInstanceOf(Refusal.Conflict.class);
        assertThat(cases.refusedUpdate(ticket, "'queue_id': '" + old.id() + "'"))
                .isInstanceOf(Refusal.Conflict.class);
    }

    @Test
    void a_body_is_the_first_message_of_the_customer() {
        var _ = cases.queue("Care");

        var ticket = cases.ticket(
                "'body': 'It stopped', 'channel': 'email', 'requester_name': 'Ada', 'requester_email': 'Ada@Example.org'");

        var messages = desk.done(
                        TicketMessageOperations.LIST,
                        cases.caller(),
                        Cases.input(TicketMessageQuery.class, "{'ticket_id': '" + ticket.id() + "'}"))
                .items();
        assertThat(messages).singleElement().satisfies(message -> {
            assertThat(message.body()).isEqualTo("It stopped");
            assertThat(message.direction()).isEqualTo(TicketMessage.Direction.INBOUND);
            assertThat(message.channel()).isEqualTo(Ticket.Channel.EMAIL);
            assertThat(message.authorType()).isEqualTo(TicketMessage.Author.CUSTOMER);
            assertThat(message.authorEmail()).isEqualTo("ada@example.org");
            assertThat(message.occurredAt()).isEqualTo(ticket.lastMessageAt());
        });
        assertThat(ticket.messageCount()).isEqualTo(1);
        assertThat(desk.events(cases.caller()))
                .extracting(event -> event.type())
                .endsWith("ticket.created", "ticket_message.added");
        assertThat(cases.numbers("{'query': 'stopped'}")).containsExactly(ticket.number());
    }

    @Test
    void an_address_of_an_author_is_kept_in_lower_case() {
        var _ = cases.queue("Care");
        var ticket = cases.ticket();

        var message = cases.message(ticket, "'direction': 'inbound', 'author_email': 'Ada@Example.ORG'");

        assertThat(message.authorEmail()).isEqualTo("ada@example.org");
    }

    @Test
    void an_existing_ticket_gets_no_first_message() {
        var _ = cases.queue("Care");
        var link = "'external_source': 'mail', 'external_id': '7'";
        var ticket = cases.ticket(link);
        var update = Conditions.NONE.withOnExisting(OnExisting.UPDATE);

        var refused = desk.call(
                TicketOperations.CREATE, cases.caller(), Cases.newTicket(link + ", 'body': 'It stopped'"), update);
        var updated = desk.call(
                TicketOperations.CREATE, cases.caller(), Cases.newTicket(link + ", 'priority': 'high'"), update);

        assertThat(refused).isEqualTo(Outcome.refused(Refusal.ValidationFailed.of("body", "is for a new ticket")));
        assertThat(updated).isInstanceOf(Outcome.Done.class);
        assertThat(cases.now(ticket).priority()).isEqualTo(Ticket.Priority.HIGH);
    }

    @Test
    void bodies_are_audited_by_length_and_digest() {
        var _ = cases.queue("Care");
        var ticket = cases.ticket("'body': 'A private matter'");
        var _ = desk.done(
                TicketCommentOperations.ADD,
                cases.caller(),
                new NewTicketComment(ticket.id(), "A private note", null, null, null));
        var _ = cases.update(ticket, "'satisfaction_score': 4, 'satisfaction_comment': 'A private word'");

        var audited = desk.ownerRows("SELECT changes::text FROM audit.body WHERE chain = '"
                + cases.caller().workspaceId().value() + "'");

        assertThat(audited).anyMatch(body -> body.contains("\"length\"") && body.contains("\"sha256\""));
        assertThat(audited).noneMatch(body -> body.contains("private"));
    }

    @Test
    void numbers_are_unique_in_a_workspace_and_begin_anew_in_each() {
        var _ = cases.queue("Care");
        var calls = IntStream.range(0, 60)
                .mapToObj(_ -> desk.sent(TicketOperations.CREATE, cases.caller(), Cases.newTicket(""), Conditions.NONE))
                .toList();
        var other = new Cases(desk, desk.stranger());
        var _ = other.queue("Care");

        var _ = Desk.await(Future.join(calls).otherwiseEmpty());

        var numbers = calls.stream()
                .filter(Future::succeeded)
                .map(call -> ((Outcome.Done<Ticket>) call.result()).value().number())
                .toList();
        assertThat(numbers).doesNotHaveDuplicates().hasSizeGreaterThan(40).allMatch(number -> number >= 1);
        assertThat(other.ticket().number()).isEqualTo(1);
    }

    private Cases reading(String... scopes) {
        var caller = cases.caller();
        return new Cases(
                desk,
                new Caller(
                        caller.actor(),
                        caller.tenant(),
                        caller.workspace(),
                        Set.copyOf(List.of(scopes).stream().map(Scope::new).toList()),
                        null,
                        Set.of("support", "crm"),
                        caller.zone()));
    }

    private ContactId contact(String email) {
        var id = new ContactId(desk.ids.next());
        desk.owner(
                "INSERT INTO crm.contact (workspace_id, id, name, email, custom_fields, created_at, updated_at, version,"
                        + " source, last_actor) VALUES ('"
                        + cases.caller().workspaceId().value() + "', '" + id.value()
                        + "', 'Ada', '" + email + "', '{}', now(), now(), 1, 'api', 'test')");
        return id;
    }

    @Test
    void the_only_contact_of_an_address_is_linked_for_who_may_read_contacts() {
        var _ = cases.queue("Care");
        var ada = contact("ada@example.org");
        var _ = contact("twin@example.org");
        var _ = contact("twin@example.org");
        var reader = reading("support:write", "crm:read");
        var writer = reading("support:write", "crm:write");

        var linked = reader.ticket("'requester_email': 'ADA@example.org'");
        var later = reader.update(reader.ticket(), "'requester_email': 'ada@example.org'");

        assertThat(linked.contactId()).isEqualTo(ada);
        assertThat(later.contactId()).isEqualTo(ada);
        assertThat(reader.ticket("'requester_email': 'twin@example.org'").contactId())
                .isNull();
        assertThat(reader.ticket("'requester_email': 'none@example.org'").contactId())
                .isNull();
        assertThat(writer.ticket("'requester_email': 'ada@example.org'").contactId())
                .isNull();
        assertThat(cases.ticket("'requester_email': 'ada@example.org'").contactId())
                .isNull();
    }

    @Test
    void parts_of_a_ticket_that_does_not_exist_are_not_found() {
        var missing = new TicketId(desk.ids.next());
        var message = Cases.input(TicketMessageQuery.class, "{'ticket_id': '" + missing + "'}");
        var comment = Cases.input(TicketCommentQuery.class, "{'ticket_id': '" + missing + "'}");

        assertThat(desk.refusal(TicketMessageOperations.LIST, cases.caller(), ListInput.of(message)))
                .isInstanceOf(Refusal.ResourceNotFound.class);
        assertThat(desk.refusal(TicketCommentOperations.LIST, cases.caller(), ListInput.of(comment)))
                .isInstanceOf(Refusal.ResourceNotFound.class);
        assertThat(desk.refusal(
                        TicketCommentOperations.ADD,
                        cases.caller(),
                        new NewTicketComment(missing, "Hello", null, null, null)))
                .isInstanceOf(Refusal.ResourceNotFound.class);
    }

    @Test
    void a_ticket_without_comments_has_an_empty_list_of_them() {
        var _ = cases.queue("Care");
        var ticket = cases.ticket();

        assertThat(desk.done(
                                TicketCommentOperations.LIST,
                                cases.caller(),
                                Cases.input(TicketCommentQuery.class, "{'ticket_id': '" + ticket.id() + "'}"))
                        .items())
                .isEmpty();
    }

    @Test
    void concurrent_messages_are_all_counted_and_the_last_state_is_that_of_the_last() {
        var _ = cases.queue("Care");
        var ticket = cases.in(Ticket.Status.WAITING_ON_CUSTOMER);
        var calls = IntStream.range(0, 40)
                .mapToObj(i -> desk.sent(
                        TicketMessageOperations.ADD,
                        cases.caller(),
                        Cases.newMessage(
                                ticket,
                                i % 2 == 0
                                        ? "'direction': 'inbound'"
                                        : "'direction': 'outbound', 'set_status': 'waiting_on_customer'"),
                        Conditions.NONE))
                .toList();

        var _ = Desk.await(Future.join(calls).otherwiseEmpty());

        long added = calls.stream().filter(Future::succeeded).count();
        var after = cases.now(ticket);
        assertThat(added).isPositive();
        assertThat(after.messageCount()).isEqualTo((int) added);
        assertThat(after.version()).isEqualTo(1 + added);
        assertThat(after.clocks().unanswered()).isEqualTo(after.status() == Ticket.Status.OPEN);
        assertThat(desk.events(cases.caller()))
                .filteredOn(event -> event.type().equals("ticket_message.added"))
                .hasSize((int) added);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'time_zone': 'Europe/Olso' | time_zone",
                "'business_hours': [{'day': 'monday', 'from': '09:00', 'to': '13:00'}] | business_hours",
                "'business_hours': [{'day': 'monday', 'from': '17:00', 'to': '09:00'}] | business_hours[0].to",
                "'business_hours': [{'day': 'monday', 'from': '08:00', 'to': '12:00'}, {'day': 'monday', 'from': '11:00', 'to': '17:00'}] | business_hours[1]",
                "'pause_on': ['pending'] | pause_on",
                "'targets': [{'priority': 'low', 'resolution': 5}, {'priority': 'low', 'first_response': 5}] | targets"
            })
    void a_queue_with_impossible_hours_or_targets_is_refused(String field, String fault) {
        var input = Cases.input(NewQueue.class, "{'name': 'Care', " + field + "}");

        assertThat(desk.faults(QueueOperations.CREATE, cases.caller(), input)).containsExactly(fault);
    }

    @Test
    void the_name_of_a_queue_is_unique_in_its_workspace() {
        var care = cases.queue("Care");
        var other = cases.queue("Other");
        var again = Cases.input(NewQueue.class, "{'name': 'Care'}");

        assertThat(desk.refusal(QueueOperations.CREATE, cases.caller(), again))
                .isInstanceOf(Refusal.Conflict.class)
                .extracting(Refusal::detail)
                .asString()
                .contains("name");
        assertThat(desk.refusal(
                        QueueOperations.UPDATE,
                        cases.caller(),
                        Cases.input(QueueOperations.QueuePatch.class, "{'id': '" + other.id() + "', 'name': 'Care'}")))
                .isInstanceOf(Refusal.Conflict.class);
        assertThat(new Cases(desk, desk.stranger()).queue("Care").id()).isNotEqualTo(care.id());
    }
}
