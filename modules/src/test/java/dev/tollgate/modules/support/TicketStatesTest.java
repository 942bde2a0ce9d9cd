package dev.tollgate.modules.support;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.modules.support.Ticket.Status;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The moves of tickets: those that callers ask for, and those that messages make. */
class TicketStatesTest extends QueuedTicketTests {

    /** The table of the specification. */
    private static final Map<Status, Set<Status>> LEGAL = Map.of(
            Status.NEW,
            EnumSet.complementOf(EnumSet.of(Status.NEW)),
            Status.OPEN,
            EnumSet.of(Status.PENDING, Status.WAITING_ON_CUSTOMER, Status.RESOLVED, Status.CLOSED),
            Status.PENDING,
            EnumSet.of(Status.OPEN, Status.WAITING_ON_CUSTOMER, Status.RESOLVED, Status.CLOSED),
            Status.WAITING_ON_CUSTOMER,
            EnumSet.of(Status.OPEN, Status.PENDING, Status.RESOLVED, Status.CLOSED),
            Status.RESOLVED,
            EnumSet.of(Status.OPEN, Status.CLOSED),
            Status.CLOSED,
            EnumSet.noneOf(Status.class));

    static Stream<Arguments> moves() {
        return Stream.of(Status.values())
                .flatMap(from ->
                        Stream.of(Status.values()).filter(to -> from != to).map(to -> Arguments.of(from, to)));
    }

    @ParameterizedTest
    @MethodSource("moves")
    void a_ticket_makes_the_legal_moves_and_no_other(Status from, Status to) {
        var ticket = cases.in(from);
        var patch = "'status': '" + to.text() + "'";

        if (LEGAL.get(from).contains(to)) {
            assertThat(cases.update(ticket, patch).status()).isEqualTo(to);
        } else {
            var refused = cases.refusedUpdate(ticket, patch);

            assertThat(refused).isInstanceOf(Refusal.Conflict.class);
            LEGAL.get(from).forEach(legal -> assertThat(refused.detail()).contains(legal.text()));
            assertThat(cases.now(ticket)).isEqualTo(ticket);
        }
    }

    @ParameterizedTest
    @MethodSource("moves")
    void a_message_makes_the_legal_moves_and_no_other(Status from, Status to) {
        var ticket = cases.in(from);
        var message = Cases.newMessage(
                ticket, "'direction': 'outbound', 'visibility': 'internal', 'set_status': '" + to.text() + "'");

        var done = Cases.isDone(desk.call(TicketMessageOperations.ADD, cases.caller(), message));

        assertThat(done).isEqualTo(LEGAL.get(from).contains(to));
        assertThat(cases.now(ticket).status()).isEqualTo(done ? to : from);
        assertThat(cases.now(ticket).messageCount()).isEqualTo(done ? 1 : 0);
    }

    @ParameterizedTest
    @CsvSource({
        "NEW, inbound, NEW", "OPEN, inbound, OPEN", "PENDING, inbound, OPEN", "WAITING_ON_CUSTOMER, inbound, OPEN",
        "RESOLVED, inbound, OPEN", "NEW, outbound, OPEN", "OPEN, outbound, OPEN", "PENDING, outbound, PENDING",
        "WAITING_ON_CUSTOMER, outbound, WAITING_ON_CUSTOMER", "RESOLVED, outbound, RESOLVED"
    })
    void a_message_moves_a_ticket(Status from, String direction, Status to) {
        var ticket = cases.in(from);

        var _ = cases.message(ticket, "'direction': '" + direction + "'");

        var after = cases.now(ticket);
        assertThat(after.status()).isEqualTo(to);
        assertThat(after.messageCount()).isEqualTo(1);
        assertThat(after.reopenCount()).isEqualTo(from == Status.RESOLVED && to == Status.OPEN ? 1 : 0);
        assertThat(after.resolvedAt() == null).isEqualTo(to != Status.RESOLVED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'direction': 'outbound', 'visibility': 'internal'",
                "'direction': 'outbound', 'author_type': 'automation'"
            })
    void a_message_that_is_no_answer_of_an_agent_leaves_a_ticket_new(String message) {
        var ticket = cases.ticket("'body': 'Help'");

        var _ = cases.message(ticket, message);

        var after = cases.now(ticket);
        assertThat(after.status()).isEqualTo(Status.NEW);
        assertThat(after.firstRespondedAt()).isNull();
        assertThat(after.messageCount()).isEqualTo(2);
    }

    @Test
    void a_message_that_sets_resolved_reopens_nothing() {
        var ticket = cases.in(Status.RESOLVED);

        var _ = cases.message(ticket, "'direction': 'inbound', 'set_status': 'resolved'");

        var after = cases.now(ticket);
        assertThat(after.status()).isEqualTo(Status.RESOLVED);
        assertThat(after.reopenCount()).isZero();
        assertThat(after.resolvedAt()).isEqualTo(ticket.resolvedAt());
    }

    @Test
    void the_customer_never_writes_internally_and_nobody_in_the_future() {
        var ticket = cases.ticket();

        assertThat(desk.faults(
                        TicketMessageOperations.ADD,
                        cases.caller(),
                        Cases.newMessage(ticket, "'direction': 'inbound', 'visibility': 'internal'")))
                .containsExactly("visibility");
        assertThat(desk.faults(
                        TicketMessageOperations.ADD,
                        cases.caller(),
                        Cases.newMessage(
                                ticket, "'direction': 'inbound', 'occurred_at': '" + in(Duration.ofHours(1)) + "'")))
                .containsExactly("occurred_at");
        assertThat(cases.now(ticket).messageCount()).isZero();
    }

    @Test
    void only_a_ticket_that_waits_is_snoozed_within_a_year_and_a_move_ends_it() {
        var soon = in(Duration.ofDays(3));
        var open = cases.in(Status.OPEN);

        assertThat(desk.faults(
                        TicketOperations.UPDATE, cases.caller(), Cases.patch(open, "'snoozed_until': '" + soon + "'")))
                .containsExactly("snoozed_until");
        for (var days : new int[] {-1, 400}) {
            var wrong = in(Duration.ofDays(days));
            var patch = Cases.patch(open, "'status': 'pending', 'snoozed_until': '" + wrong + "'");
            assertThat(desk.faults(TicketOperations.UPDATE, cases.caller(), patch))
                    .containsExactly("snoozed_until");
        }
        var snoozed = cases.update(open, "'status': 'pending', 'snoozed_until': '" + soon + "'");
        assertThat(snoozed.snoozedUntil()).isEqualTo(soon);
        assertThat(cases.update(snoozed, "'status': 'open'").snoozedUntil()).isNull();
        var again = cases.update(open, "'status': 'waiting_on_customer', 'snoozed_until': '" + soon + "'");
        assertThat(cases.asked(again).snoozedUntil()).isNull();
    }

    @Test
    void events_say_the_last_that_fits() {
        var ticket = cases.ticket("'body': 'Help'");

        var _ = cases.update(ticket, "'category': 'defect'");
        var _ = cases.update(ticket, "'assignee': 'grace'");
        var _ = cases.update(ticket, "'assignee': 'ada', 'status': 'open'");
        var _ = cases.update(ticket, "'assignee': null, 'status': 'resolved'");
        var _ = cases.asked(ticket);
        var _ = cases.answered(ticket);
        var _ = cases.update(ticket, "'status': 'closed'");

        assertThat(cases.events(ticket))
                .containsExactly(
                        "ticket.created",
                        "ticket.updated",
                        "ticket.assigned",
                        "ticket.status_changed",
                        "ticket.resolved",
                        "ticket.reopened",
                        "ticket.updated",
                        "ticket.closed");
        assertThat(desk.events(cases.caller()))
                .filteredOn(event -> event.type().equals("ticket_message.added"))
                .hasSize(3);
    }
}
