package dev.tollgate.modules.support;

import static dev.tollgate.modules.support.Cases.OFFICE;
import static dev.tollgate.modules.support.Cases.oslo;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.event.DomainEvent;
import dev.tollgate.contract.operation.Conditions;
import dev.tollgate.modules.Desk;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What happens to tickets by themselves. */
class TicketTimerTest extends TicketTests {

    private static final String TARGETS = """
            'targets': [{'priority': 'urgent', 'first_response': 60, 'next_response': 120, 'resolution': 480}]""";

    @BeforeEach
    void beginInTheMorning() {
        cases.at("2037-11-30T09:00:00");
    }

    private Ticket urgent() {
        return cases.ticket("'priority': 'urgent', 'body': 'It stopped'");
    }

    private List<JsonObject> breaches(Ticket ticket) {
        return desk.events(cases.caller()).stream()
                .filter(event -> event.type().equals("ticket.sla_breached"))
                .filter(event -> event.resourceId().equals(ticket.id().text()))
                .map(DomainEvent::data)
                .toList();
    }

    private List<Instant> duesOfJobs() {
        return desk
                .ownerRows("SELECT due_at AT TIME ZONE 'UTC' FROM records.job WHERE workspace_id = '"
                        + cases.caller().workspaceId().value() + "' ORDER BY due_at")
                .stream()
                .map(time -> Instant.parse(time.replace(' ', 'T') + "Z"))
                .toList();
    }

    @Test
    void every_clock_is_missed_once_at_its_due_time() {
        var _ = cases.queue("Care", OFFICE, TARGETS);
        var ticket = urgent();

        cases.at("2037-11-30T09:59:59");
        desk.runJobs();
        var before = cases.now(ticket);
        cases.at("2037-11-30T10:00:01");
        desk.runJobs();
        var first = cases.now(ticket);
        cases.at("2037-12-01T09:00:00");
        desk.runJobs();
        desk.runJobs();
        var all = cases.now(ticket);

        assertThat(before).isEqualTo(ticket);
        assertThat(first.firstResponseBreachedAt()).isEqualTo(oslo("2037-11-30T10:00:00"));
        assertThat(first.firstResponseDueAt()).isEqualTo(oslo("2037-11-30T10:00:00"));
        assertThat(first.nextResponseBreachedAt()).isNull();
        assertThat(all.nextResponseBreachedAt()).isEqualTo(oslo("2037-11-30T11:00:00"));
        assertThat(all.resolutionBreachedAt()).isEqualTo(oslo("2037-11-30T17:00:00"));
        assertThat(all.version()).isEqualTo(4);
        assertThat(breaches(ticket))
                .extracting(data -> data.getString("clock") + ' ' + data.getString("due_at"))
                .containsExactly(
                        "first_response " + oslo("2037-11-30T10:00:00"),
                        "next_response " + oslo("2037-11-30T11:00:00"),
                        "resolution " + oslo("2037-11-30T17:00:00"));
        assertThat(breaches(ticket))
                .allMatch(data -> data.getString("id").equals(ticket.id().text()));
        assertThat(cases.actionsOfJobs()).containsOnly("ticket.breach_sla").hasSize(3);
        assertThat(duesOfJobs()).isEmpty();
    }

    @Test
    void a_question_is_missed_once_and_the_next_one_again() {
        var _ = cases.queue("Care", OFFICE, TARGETS);
        var ticket = cases.answered(urgent());

        var _ = cases.asked(ticket);
        cases.at("2037-11-30T12:00:00");
        desk.runJobs();
        var missed = cases.asked(ticket);
        var _ = cases.answered(ticket);
        var anew = cases.asked(ticket);
        cases.at("2037-11-30T15:00:00");
        desk.runJobs();

        assertThat(missed.nextResponseBreachedAt()).isEqualTo(oslo("2037-11-30T11:00:00"));
        assertThat(missed.nextResponseDueAt()).isEqualTo(oslo("2037-11-30T11:00:00"));
        assertThat(anew.nextResponseBreachedAt()).isNull();
        assertThat(anew.nextResponseDueAt()).isEqualTo(oslo("2037-11-30T14:00:00"));
        assertThat(cases.now(ticket).nextResponseBreachedAt()).isEqualTo(oslo("2037-11-30T14:00:00"));
        assertThat(breaches(ticket))
                .extracting(data -> data.getString("clock"))
                .containsOnly("next_response")
                .hasSize(2);
    }

    @Test
    void after_a_stop_everything_is_caught_up_as_of_its_time() {
        var _ = cases.queue(
                "Care", OFFICE, TARGETS, "'auto_close_days': 2", "'pause_on': ['waiting_on_customer', 'pending']");
        var missed = urgent();
        var snoozed = cases.update(
                cases.answered(urgent()),
                "'status': 'pending', 'snoozed_until': '" + oslo("2037-11-30T12:00:00") + "'");
        var resolved = cases.update(urgent(), "'status': 'resolved'");

        cases.at("2037-12-03T12:00:00");
        desk.runJobs();

        assertThat(cases.now(missed).firstResponseBreachedAt()).isEqualTo(oslo("2037-11-30T10:00:00"));
        var opened = cases.now(snoozed);
        assertThat(opened.status()).isEqualTo(Ticket.Status.OPEN);
        assertThat(opened.snoozedUntil()).isNull();
        assertThat(opened.resolutionBreachedAt()).isEqualTo(oslo("2037-12-01T12:00:00"));
        var closed = cases.now(resolved);
        assertThat(closed.status()).isEqualTo(Ticket.Status.CLOSED);
        assertThat(closed.closedAt()).isEqualTo(oslo("2037-12-02T09:00:00"));
        assertThat(cases.events(resolved)).endsWith("ticket.resolved", "ticket.closed");
        assertThat(cases.events(snoozed)).endsWith("ticket.status_changed", "ticket.updated", "ticket.sla_breached");
        assertThat(cases.actionsOfJobs()).contains("ticket.end_snooze", "ticket.auto_close", "ticket.breach_sla");
        assertThat(duesOfJobs()).isEmpty();
    }

    @Test
    void a_queue_may_close_nothing_by_itself_and_a_change_of_it_counts_when_the_time_comes() {
        var never = cases.queue("Never");
        var _ = cases.change(never, "'auto_close_days': null");
        var week = cases.queue("Week");
        var stays = cases.ticket("'queue_id': '" + never.id() + "', 'status': 'resolved'");
        var closes = cases.ticket("'queue_id': '" + week.id() + "', 'status': 'resolved'");

        var due = duesOfJobs();
        var _ = cases.change(week, "'auto_close_days': 8");
        cases.at("2037-12-07T10:00:00");
        desk.runJobs();
        var later = cases.now(closes);
        cases.at("2037-12-08T10:00:00");
        desk.runJobs();

        assertThat(due).containsExactly(oslo("2037-12-07T09:00:00"));
        assertThat(later.status()).isEqualTo(Ticket.Status.RESOLVED);
        assertThat(cases.now(closes).status()).isEqualTo(Ticket.Status.CLOSED);
        assertThat(cases.now(stays).status()).isEqualTo(Ticket.Status.RESOLVED);
    }

    @Test
    void a_ticket_has_one_job_for_what_comes_first() {
        var _ = cases.queue("Care", OFFICE, TARGETS);
        var ticket = urgent();

        var first = duesOfJobs();
        var _ = cases.update(cases.answered(ticket), "'status': 'waiting_on_customer'");
        var none = duesOfJobs();
        var _ = cases.update(ticket, "'snoozed_until': '" + oslo("2037-11-30T13:00:00") + "'");
        var snooze = duesOfJobs();
        var _ = cases.update(ticket, "'status': 'resolved'");
        var close = duesOfJobs();
        var _ = cases.update(ticket, "'status': 'closed'");

        assertThat(first).containsExactly(oslo("2037-11-30T10:00:00"));
        assertThat(none).isEmpty();
        assertThat(snooze).containsExactly(oslo("2037-11-30T13:00:00"));
        assertThat(close).containsExactly(oslo("2037-12-07T09:00:00"));
        assertThat(duesOfJobs()).isEmpty();
    }

    @Test
    void four_processes_record_each_breach_once() {
        var _ = cases.queue("Care", OFFICE, TARGETS);
        var tickets = IntStream.range(0, 40).mapToObj(_ -> urgent()).toList();
        var others = Stream.generate(() -> new Desk(desk)).limit(3).toList();
        cases.at("2037-12-01T09:00:00");

        try {
            var runs = Stream.concat(Stream.of(desk), others.stream())
                    .map(Desk::jobs)
                    .toList();
            var _ = Desk.await(Future.all(runs));
            desk.runJobs();
        } finally {
            others.forEach(Desk::close);
        }

        assertThat(tickets).allSatisfy(ticket -> {
            assertThat(breaches(ticket))
                    .extracting(data -> data.getString("clock"))
                    .containsExactly("first_response", "next_response", "resolution");
            assertThat(cases.now(ticket).version()).isEqualTo(4);
        });
        assertThat(cases.actionsOfJobs()).hasSize(120);
    }

    /**
     * Replies and the clock meet at the due time: whichever is first, the breach is recorded once and nothing is lost.
     */
    @Test
    void a_late_reply_and_the_clock_record_one_breach() {
        var _ = cases.queue("Care", OFFICE, TARGETS);
        var tickets = IntStream.range(0, 20).mapToObj(_ -> urgent()).toList();
        cases.at("2037-11-30T10:00:01");

        var replies = tickets.stream()
                .map(ticket -> desk.sent(
                        TicketMessageOperations.ADD,
                        cases.caller(),
                        Cases.newMessage(ticket, "'direction': 'outbound'"),
                        Conditions.NONE));
        var all = Stream.<Future<?>>concat(replies, Stream.of(desk.jobs())).toList();
        var _ = Desk.await(Future.join(all).otherwiseEmpty());
        desk.later(Duration.ofSeconds(30));
        desk.runJobs();

        assertThat(tickets).allSatisfy(ticket -> {
            var after = cases.now(ticket);
            assertThat(after.firstResponseBreachedAt()).isEqualTo(oslo("2037-11-30T10:00:00"));
            assertThat(breaches(ticket)).hasSize(1);
            assertThat(after.messageCount()).isEqualTo(after.firstRespondedAt() == null ? 1 : 2);
            assertThat(after.clocks().unanswered()).isEqualTo(after.firstRespondedAt() == null);
        });
    }
}
