package dev.tollgate.modules.support;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.modules.support.Ticket.Status;
import dev.tollgate.modules.support.TicketCommentOperations.NewTicketComment;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is left to do with a closed ticket. */
class ClosedTicketsTest extends QueuedTicketTests {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'subject': 'Other'",
                "'assignee': 'grace'",
                "'priority': 'low'",
                "'status': 'open'",
                "'requester_name': 'Ada'",
                "'snoozed_until': '2100-01-01T00:00:00Z'",
                "'owner': 'grace'"
            })
    void a_closed_ticket_stays_as_it_is(String patch) {
        var ticket = cases.in(Status.CLOSED);

        var refused = cases.refusedUpdate(ticket, patch);

        assertThat(refused).isInstanceOf(Refusal.Conflict.class);
        assertThat(refused.detail()).contains("closed").contains("follow_up_of_id");
        assertThat(cases.now(ticket)).isEqualTo(ticket);
    }

    @Test
    void a_closed_ticket_is_still_sorted_rated_and_commented_on() {
        var ticket = cases.in(Status.CLOSED);

        var changed = cases.update(ticket, """
                'category': 'defect', 'tags': ['late'], 'satisfaction_score': 5, 'satisfaction_comment': 'Quick',
                'custom_fields': {'a': 1}, 'external_source': 'erp', 'external_id': '1', 'contact_id': null""");
        var _ = desk.done(
                TicketCommentOperations.ADD,
                cases.caller(),
                new NewTicketComment(ticket.id(), "Well done", null, null, null));

        assertThat(changed.version()).isEqualTo(2);
        assertThat(changed.status()).isEqualTo(Status.CLOSED);
        assertThat(changed.closedAt()).isEqualTo(ticket.closedAt());
        assertThat(cases.events(ticket)).containsExactly("ticket.created", "ticket.updated");
    }

    @Test
    void a_message_on_a_closed_ticket_says_where_it_goes_on() {
        var closed = cases.in(Status.CLOSED);
        var original = cases.ticket();
        var duplicate = cases.update(cases.ticket(), "'duplicate_of_id': '" + original.id() + "'");

        var refused = desk.refusal(
                TicketMessageOperations.ADD, cases.caller(), Cases.newMessage(closed, "'direction': 'inbound'"));
        var elsewhere = desk.refusal(
                TicketMessageOperations.ADD, cases.caller(), Cases.newMessage(duplicate, "'direction': 'inbound'"));
        var followUp = cases.ticket("'follow_up_of_id': '" + closed.id() + "'");

        assertThat(refused.detail())
                .contains("follow_up_of_id")
                .contains(closed.id().text());
        assertThat(elsewhere.detail()).contains(original.id().text());
        assertThat(followUp.followUpOfId()).isEqualTo(closed.id());
    }

    @Test
    void a_duplicate_is_closed_and_is_one_of_a_ticket_that_is_none() {
        var original = cases.ticket();
        var ticket = cases.update(cases.in(Status.PENDING), "'snoozed_until': '" + in(Duration.ofHours(3)) + "'");

        var duplicate = cases.update(ticket, "'duplicate_of_id': '" + original.id() + "'");

        assertThat(duplicate.status()).isEqualTo(Status.CLOSED);
        assertThat(duplicate.closedAt()).isNotNull();
        assertThat(duplicate.snoozedUntil()).isNull();
        assertThat(cases.events(ticket)).endsWith("ticket.closed");
        var other = cases.ticket();
        assertThat(cases.refusedUpdate(other, "'duplicate_of_id': '" + duplicate.id() + "'"))
                .isInstanceOf(Refusal.Conflict.class);
        assertThat(cases.refusedUpdate(other, "'duplicate_of_id': '" + other.id() + "'"))
                .isInstanceOf(Refusal.ValidationFailed.class);
        assertThat(cases.now(other)).isEqualTo(other);
    }
}
