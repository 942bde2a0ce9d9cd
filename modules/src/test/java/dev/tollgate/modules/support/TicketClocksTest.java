package dev.tollgate.modules.support;

import static dev.tollgate.modules.support.Cases.OFFICE;
import static dev.tollgate.modules.support.Cases.oslo;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.Caller;
import org.junit.jupiter.api.Test;

/** Due times of tickets through their life, in the hours of an office in Oslo. */
class TicketClocksTest extends TicketTests {

    private static final String TARGETS = """
            'targets': [
              {'priority': 'urgent', 'first_response': 60, 'next_response': 120, 'resolution': 480},
              {'priority': 'normal', 'first_response': 240, 'next_response': 480, 'resolution': 2400}]""";

    private Ticket urgent() {
        return cases.ticket("'priority': 'urgent', 'body': 'It stopped'");
    }

    @Test
    void an_urgent_ticket_of_friday_afternoon_is_due_on_monday_morning() {
        cases.at("2037-11-27T16:30:00");
        var _ = cases.queue("Care", OFFICE, TARGETS);

        var ticket = urgent();

        assertThat(ticket.firstResponseDueAt()).isEqualTo(oslo("2037-11-30T09:30:00"));
        assertThat(ticket.nextResponseDueAt()).isEqualTo(oslo("2037-11-30T10:30:00"));
        assertThat(ticket.resolutionDueAt()).isEqualTo(oslo("2037-11-30T16:30:00"));
        assertThat(ticket.nextDueAt()).isEqualTo(ticket.firstResponseDueAt());
        assertThat(cases.now(ticket)).isEqualTo(ticket);
    }

    /** Winter time begins on Sunday, 25 October 2037; Monday is a holiday. */
    @Test
    void a_change_of_the_clocks_and_a_holiday_do_not_shift_hours() {
        cases.at("2037-10-23T16:30:00");
        var _ = cases.queue("Care", OFFICE, TARGETS, "'holidays': ['2037-10-26']");

        var ticket = urgent();

        assertThat(ticket.firstResponseDueAt()).isEqualTo(oslo("2037-10-27T09:30:00"));
        assertThat(ticket.resolutionDueAt()).isEqualTo(oslo("2037-10-27T16:30:00"));
    }

    @Test
    void the_hours_are_those_of_the_workspace_where_the_queue_has_no_zone_of_its_own() {
        var there = new Cases(
                desk,
                new Caller(
                        cases.caller().actor(),
                        cases.caller().tenant(),
                        cases.caller().workspace(),
                        cases.caller().scopes(),
                        null,
                        cases.caller().modules(),
                        Cases.OSLO));
        cases.at("2037-11-27T16:30:00");
        var _ = there.queue("Care", OFFICE.replace("'time_zone': 'Europe/Oslo', ", ""), TARGETS);

        assertThat(there.ticket("'priority': 'urgent'").firstResponseDueAt()).isEqualTo(oslo("2037-11-30T09:30:00"));
        assertThat(cases.ticket("'priority': 'urgent'").firstResponseDueAt()).isEqualTo(oslo("2037-11-27T17:30:00"));
    }

    @Test
    void a_queue_without_hours_counts_every_minute_and_one_without_targets_none() {
        cases.at("2037-11-27T16:30:00");
        var care = cases.queue("Care", TARGETS);
        var other = cases.queue("Other");

        var ticket = cases.ticket("'queue_id': '" + care.id() + "', 'priority': 'urgent'");
        var without = cases.ticket("'queue_id': '" + other.id() + "', 'priority': 'urgent'");
        var low = cases.ticket("'queue_id': '" + care.id() + "', 'priority': 'low'");

        assertThat(ticket.firstResponseDueAt()).isEqualTo(oslo("2037-11-27T17:30:00"));
        assertThat(ticket.nextResponseDueAt()).isNull();
        assertThat(without.nextDueAt()).isNull();
        assertThat(low.nextDueAt()).isNull();
    }

    /** Half an hour on Friday, an hour on Monday before the customer is asked, then two hours that do not count. */
    @Test
    void waiting_for_the_customer_pauses_the_last_two_clocks_and_an_answer_goes_on() {
        cases.at("2037-11-27T16:30:00");
        var _ = cases.queue("Care", OFFICE, TARGETS);
        var ticket = urgent();

        cases.at("2037-11-30T09:10:00");
        var replied = cases.answered(ticket);
        cases.at("2037-11-30T10:00:00");
        var waiting = cases.update(ticket, "'status': 'waiting_on_customer'");
        cases.at("2037-11-30T12:00:00");
        var asked = cases.asked(ticket);

        assertThat(replied.firstResponseDueAt()).isNull();
        assertThat(replied.firstResponseBreachedAt()).isNull();
        assertThat(replied.firstRespondedAt()).isEqualTo(oslo("2037-11-30T09:10:00"));
        assertThat(replied.nextResponseDueAt()).isNull();
        assertThat(replied.resolutionDueAt()).isEqualTo(oslo("2037-11-30T16:30:00"));
        assertThat(waiting.nextDueAt()).isNull();
        assertThat(asked.status()).isEqualTo(Ticket.Status.OPEN);
        assertThat(asked.nextResponseDueAt()).isEqualTo(oslo("2037-11-30T14:00:00"));
        assertThat(asked.resolutionDueAt()).isEqualTo(oslo("2037-12-01T10:30:00"));
    }

    @Test
    void pending_pauses_only_where_the_queue_says_so_and_the_first_response_never_pauses() {
        cases.at("2037-11-30T09:00:00");
        var only = cases.queue("Only", OFFICE, TARGETS);
        var both = cases.queue("Both", OFFICE, TARGETS, "'pause_on': ['waiting_on_customer', 'pending']");

        var runs = cases.ticket(
                "'queue_id': '" + only.id() + "', 'priority': 'urgent', 'body': 'Help', 'status': 'pending'");
        var pauses = cases.ticket(
                "'queue_id': '" + both.id() + "', 'priority': 'urgent', 'body': 'Help', 'status': 'pending'");

        assertThat(runs.resolutionDueAt()).isEqualTo(oslo("2037-11-30T17:00:00"));
        assertThat(pauses.resolutionDueAt()).isNull();
        assertThat(pauses.nextResponseDueAt()).isNull();
        assertThat(pauses.firstResponseDueAt()).isEqualTo(oslo("2037-11-30T10:00:00"));
    }

    @Test
    void resolving_stops_all_clocks_reopening_goes_on_and_closing_ends_them() {
        cases.at("2037-11-30T09:00:00");
        var _ = cases.queue("Care", OFFICE, TARGETS);
        var ticket = urgent();

        cases.at("2037-11-30T11:00:00");
        var _ = cases.answered(ticket);
        var resolved = cases.update(ticket, "'status': 'resolved'");
        cases.at("2037-12-02T11:00:00");
        var reopened = cases.asked(ticket);
        var closed = cases.update(ticket, "'status': 'closed'");

        assertThat(resolved.nextDueAt()).isNull();
        assertThat(resolved.resolvedAt()).isEqualTo(oslo("2037-11-30T11:00:00"));
        assertThat(reopened.reopenCount()).isEqualTo(1);
        assertThat(reopened.resolvedAt()).isNull();
        assertThat(reopened.resolutionDueAt()).isEqualTo(oslo("2037-12-02T17:00:00"));
        assertThat(reopened.nextResponseDueAt()).isEqualTo(oslo("2037-12-02T13:00:00"));
        assertThat(closed.nextDueAt()).isNull();
        assertThat(closed.closedAt()).isEqualTo(oslo("2037-12-02T11:00:00"));
    }

    @Test
    void the_oldest_question_counts_until_it_is_answered() {
        cases.at("2037-11-30T09:00:00");
        var _ = cases.queue("Care", OFFICE, TARGETS);
        var ticket = urgent();

        cases.at("2037-11-30T10:00:00");
        var still = cases.asked(ticket);
        var _ = cases.answered(ticket);
        cases.at("2037-11-30T10:30:00");
        var anew = cases.asked(ticket);

        assertThat(still.nextResponseDueAt()).isEqualTo(oslo("2037-11-30T11:00:00"));
        assertThat(anew.nextResponseDueAt()).isEqualTo(oslo("2037-11-30T12:30:00"));
    }

    /** Two of four hours are used when the hour of urgent tickets begins to count; of eight, two remain counted. */
    @Test
    void a_change_of_priority_keeps_what_is_used() {
        cases.at("2037-11-30T09:00:00");
        var _ = cases.queue("Care", OFFICE, TARGETS);
        var ticket = cases.ticket("'body': 'Help'");

        cases.at("2037-11-30T11:00:00");
        var urgent = cases.update(ticket, "'priority': 'urgent'");
        var normal = cases.update(ticket, "'priority': 'normal'");

        assertThat(ticket.firstResponseDueAt()).isEqualTo(oslo("2037-11-30T13:00:00"));
        assertThat(urgent.firstResponseDueAt()).isEqualTo(oslo("2037-11-30T11:00:00"));
        assertThat(urgent.firstResponseBreachedAt()).isNull();
        assertThat(urgent.resolutionDueAt()).isEqualTo(oslo("2037-11-30T17:00:00"));
        assertThat(normal.resolutionDueAt()).isEqualTo(ticket.resolutionDueAt());
    }

    @Test
    void a_change_of_queue_settles_in_the_hours_of_the_old_and_goes_on_in_those_of_the_new() {
        cases.at("2037-11-27T16:30:00");
        var office = cases.queue("Office", OFFICE, TARGETS);
        var always = cases.queue("Always", TARGETS);
        var ticket = cases.ticket("'queue_id': '" + office.id() + "', 'priority': 'urgent'");

        cases.at("2037-11-28T12:00:00");
        var moved = cases.update(ticket, "'queue_id': '" + always.id() + "'");

        assertThat(moved.firstResponseDueAt()).isEqualTo(oslo("2037-11-28T12:30:00"));
        assertThat(moved.resolutionDueAt()).isEqualTo(oslo("2037-11-28T19:30:00"));
    }

    @Test
    void a_change_of_the_queue_itself_counts_from_the_next_settlement_on() {
        cases.at("2037-11-30T09:00:00");
        var queue = cases.queue("Care", OFFICE, TARGETS);
        var ticket = cases.ticket("'priority': 'urgent'");

        var _ = cases.change(queue, "'targets': [{'priority': 'urgent', 'first_response': 90}]");
        var renamed = cases.update(ticket, "'subject': 'Still stopped'");
        var opened = cases.update(ticket, "'status': 'open'");

        assertThat(renamed.firstResponseDueAt()).isEqualTo(oslo("2037-11-30T10:00:00"));
        assertThat(opened.firstResponseDueAt()).isEqualTo(oslo("2037-11-30T10:30:00"));
        assertThat(opened.resolutionDueAt()).isNull();
    }

    @Test
    void a_reply_counts_from_when_it_was_given_and_a_late_one_is_a_breach() {
        cases.at("2037-11-30T09:00:00");
        var _ = cases.queue("Care", OFFICE, TARGETS);
        var inTime = urgent();
        var late = urgent();

        cases.at("2037-11-30T10:05:00");
        var _ = cases.message(inTime, "'direction': 'outbound', 'occurred_at': '" + oslo("2037-11-30T09:58:00") + "'");
        var after = cases.answered(late);

        assertThat(cases.now(inTime).firstResponseBreachedAt()).isNull();
        assertThat(cases.now(inTime).firstRespondedAt()).isEqualTo(oslo("2037-11-30T09:58:00"));
        assertThat(after.firstResponseBreachedAt()).isEqualTo(oslo("2037-11-30T10:00:00"));
        assertThat(cases.events(late))
                .containsExactly("ticket.created", "ticket.status_changed", "ticket.sla_breached");
    }
}
