package dev.tollgate.modules.support;

import dev.tollgate.contract.caller.Caller;
import dev.tollgate.contract.event.DomainEvent;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.modules.Desk;
import dev.tollgate.modules.support.QueueOperations.NewQueue;
import dev.tollgate.modules.support.QueueOperations.QueuePatch;
import dev.tollgate.modules.support.TicketMessageOperations.NewTicketMessage;
import dev.tollgate.modules.support.TicketOperations.NewTicket;
import dev.tollgate.modules.support.TicketOperations.TicketPatch;
import dev.tollgate.modules.support.TicketOperations.TicketQuery;
import dev.tollgate.records.resource.Ref;
import dev.tollgate.runtime.json.Json;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;

/** Queues and tickets of one workspace, made with what a test cares about. */
record Cases(Desk desk, Caller caller) {

    static final ZoneId OSLO = ZoneId.of("Europe/Oslo");

    /** Weekdays from 9 to 17 in Oslo. */
    static final String OFFICE = """
            'time_zone': 'Europe/Oslo', 'business_hours': [
              {'day': 'monday', 'from': '09:00', 'to': '17:00'}, {'day': 'tuesday', 'from': '09:00', 'to': '17:00'},
              {'day': 'wednesday', 'from': '09:00', 'to': '17:00'}, {'day': 'thursday', 'from': '09:00', 'to': '17:00'},
              {'day': 'friday', 'from': '09:00', 'to': '17:00'}]""";

    /** Local time in Oslo. */
    static Instant oslo(String local) {
        return LocalDateTime.parse(local).atZone(OSLO).toInstant();
    }

    /**
     * The clock stands at a local time in Oslo from now on: a later one than the server's, which refuses late writes.
     */
    void at(String local) {
        desk.at(oslo(local));
    }

    static <I> I input(Class<I> type, String json) {
        return Json.read(json.replace('\'', '"'), type);
    }

    /** A queue of this name, with more fields. */
    Queue queue(String name, String... fields) {
        var more = String.join(", ", fields);
        return desk.done(
                QueueOperations.CREATE,
                caller,
                input(NewQueue.class, "{'name': '" + name + "'" + (more.isEmpty() ? "" : ", " + more) + "}"));
    }

    Queue change(Queue queue, String fields) {
        return desk.done(
                QueueOperations.UPDATE,
                caller,
                input(QueuePatch.class, "{'id': '" + queue.id() + "', " + fields + "}"));
    }

    static NewTicket newTicket(String fields) {
        return input(NewTicket.class, "{'subject': 'It stops'" + (fields.isEmpty() ? "" : ", " + fields) + "}");
    }

    Ticket ticket(String fields) {
        return desk.done(TicketOperations.CREATE, caller, newTicket(fields));
    }

    Ticket ticket() {
        return ticket("");
    }

    /** A ticket in a status. */
    Ticket in(Ticket.Status status) {
        return ticket("'status': '" + status.text() + "'");
    }

    /** Stores so many tickets like this one, without tags. */
    void copied(Ticket ticket, int count) {
        desk.owner("""
                INSERT INTO support.ticket (workspace_id, id, number, subject, queue_id, status, priority, channel, tags,
                    reopen_count, message_count, clocks, custom_fields, created_at, updated_at, version, source, last_actor)
                SELECT workspace_id, gen_random_uuid(), 1000 + n, subject, queue_id, status, priority, channel, '{}',
                    0, 0, clocks, custom_fields, created_at, updated_at, 1, source, last_actor
                  FROM support.ticket, generate_series(1, %d) AS n WHERE id = '%s'""".formatted(count, ticket.id().value()));
    }

    Ticket now(Ticket ticket) {
        return desk.done(TicketOperations.GET, caller, new Ref<>(ticket.id()));
    }

    static TicketPatch patch(Ticket ticket, String fields) {
        return input(TicketPatch.class, "{'id': '" + ticket.id() + "', " + fields + "}");
    }

    Ticket update(Ticket ticket, String fields) {
        return desk.done(TicketOperations.UPDATE, caller, patch(ticket, fields));
    }

    Refusal refusedUpdate(Ticket ticket, String fields) {
        return desk.refusal(TicketOperations.UPDATE, caller, patch(ticket, fields));
    }

    static NewTicketMessage newMessage(Ticket ticket, String fields) {
        return input(NewTicketMessage.class, "{'ticket_id': '" + ticket.id() + "', 'body': 'Hello', " + fields + "}");
    }

    TicketMessage message(Ticket ticket, String fields) {
        return desk.done(TicketMessageOperations.ADD, caller, newMessage(ticket, fields));
    }

    /** The ticket after a public message of the customer. */
    Ticket asked(Ticket ticket) {
        var _ = message(ticket, "'direction': 'inbound'");
        return now(ticket);
    }

    /** The ticket after a public message of an agent. */
    Ticket answered(Ticket ticket) {
        var _ = message(ticket, "'direction': 'outbound'");
        return now(ticket);
    }

    List<Long> numbers(String query) {
        return desk.done(TicketOperations.LIST, caller, input(TicketQuery.class, query)).items().stream()
                .map(Ticket::number)
                .toList();
    }

    /** The types of the events of a ticket, in their order. */
    List<String> events(Ticket ticket) {
        return desk.events(caller).stream()
                .filter(event -> event.resourceId().equals(ticket.id().text()))
                .map(DomainEvent::type)
                .toList();
    }

    /** The audit actions of the jobs of the workspace, in their order. */
    List<String> actionsOfJobs() {
        return desk.ownerRows("SELECT action FROM audit.event WHERE chain = '"
                + caller.workspaceId().value() + "' AND actor_kind = 'system' ORDER BY id");
    }

    static boolean isDone(Outcome<?> outcome) {
        return outcome instanceof Outcome.Done<?>;
    }
}
