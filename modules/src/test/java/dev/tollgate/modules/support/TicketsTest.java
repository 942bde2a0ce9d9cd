package dev.tollgate.modules.support;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.Caller;
import dev.tollgate.contract.caller.Scope;
import dev.tollgate.contract.operation.Conditions;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.contract.reference.ContactId;
import dev.tollgate.contract.reference.TicketId;
import dev.tollgate.modules.Desk;
import dev.tollgate.modules.support.TicketCommentOperations.NewTicketComment;
import dev.tollgate.modules.support.TicketCommentOperations.TicketCommentQuery;
import dev.tollgate.modules.support.TicketMessageOperations.TicketMessageQuery;
import dev.tollgate.records.table.ListInput;
import io.vertx.core.Future;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** New tickets, their queues, numbers, contacts, messages and comments. */
class TicketsTest extends TicketTests {

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
}
