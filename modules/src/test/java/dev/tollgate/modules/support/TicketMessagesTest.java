package dev.tollgate.modules.support;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.operation.Conditions;
import dev.tollgate.contract.operation.OnExisting;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.modules.Desk;
import dev.tollgate.modules.support.TicketCommentOperations.NewTicketComment;
import dev.tollgate.modules.support.TicketMessageOperations.TicketMessageQuery;
import io.vertx.core.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What messages are, and what they leave on their ticket. */
class TicketMessagesTest extends TicketTests {

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
}
