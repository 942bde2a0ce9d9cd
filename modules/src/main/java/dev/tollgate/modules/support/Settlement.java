package dev.tollgate.modules.support;

import static dev.tollgate.modules.support.TicketColumns.BREACHED_AT;
import static dev.tollgate.modules.support.TicketColumns.CLOCKS;
import static dev.tollgate.modules.support.TicketColumns.DUE_AT;
import static dev.tollgate.modules.support.TicketColumns.NEXT_DUE_AT;
import static dev.tollgate.modules.support.TicketColumns.STATUS;
import static dev.tollgate.modules.support.TicketColumns.TABLE;

import dev.tollgate.records.shape.Column;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A settlement of a ticket's clocks: the open time since the last one is added to what the running clocks have used,
 * and each is then due when the rest of its target has been open. Pure.
 *
 * @param from the queue that the ticket has been in
 * @param to the queue that it is in now
 * @param zone that of the workspace
 * @param at the moment, not before the last settlement
 */
record Settlement(Queue from, Queue to, ZoneId zone, Instant at) {

    /**
     * The changed ticket with settled clocks. Due times that were missed until now are breaches.
     *
     * @param message what a message changes in the settled ticket
     */
    Ticket of(Ticket before, Ticket after, UnaryOperator<Ticket> message) {
        return due(message.apply(settled(before, after)));
    }

    /** A new ticket, whose clocks begin; it may be made in any status. */
    Ticket begun(Ticket ticket, UnaryOperator<Ticket> message) {
        var before = TABLE.copy(ticket)
                .set(STATUS, Ticket.Status.NEW)
                .set(CLOCKS, SlaClocks.begun(at))
                .done();
        return of(before, TicketStates.completed(before, ticket, at), message);
    }

    private Ticket settled(Ticket before, Ticket after) {
        var open = from.hours(zone).between(before.clocks().settledAt(), at);
        var clocks = before.clocks()
                .settled(
                        open,
                        before.runs(SlaClock.FIRST_RESPONSE),
                        before.runs(SlaClock.NEXT_RESPONSE),
                        before.runs(SlaClock.RESOLUTION),
                        at);
        return lapsed(TABLE.copy(after).set(CLOCKS, clocks).done(), at);
    }

    /** A ticket in which each due time that was missed until a moment is a breach. */
    static Ticket lapsed(Ticket ticket, Instant at) {
        var copy = TABLE.copy(ticket);
        for (var clock : SlaClock.values()) {
            var due = ticket.dueAt(clock);
            if (due != null && !due.isAfter(at) && ticket.breachedAt(clock) == null) {
                copy = copy.set(column(BREACHED_AT, clock), due);
            }
        }
        return copy.done();
    }

    private Ticket due(Ticket settled) {
        var ticket = TABLE.copy(settled)
                .set(CLOCKS, settled.clocks().pausing(to.pausesIn(settled.status())))
                .done();
        var hours = to.hours(zone);
        var copy = TABLE.copy(ticket);
        Instant next = null;
        for (var clock : SlaClock.values()) {
            var due = ticket.runs(clock) ? due(ticket, clock, hours) : null;
            copy = copy.set(column(DUE_AT, clock), due);
            next = due != null && (next == null || due.isBefore(next)) ? due : next;
        }
        return copy.set(NEXT_DUE_AT, next).done();
    }

    /** When a running clock is due: now if nothing is left, but a breach stays where it was. */
    private @Nullable Instant due(Ticket ticket, SlaClock clock, BusinessHours hours) {
        var target = to.target(ticket.priority(), clock);
        if (target == null) {
            return null;
        }
        Duration left = target.minus(ticket.clocks().used(clock));
        var breached = ticket.breachedAt(clock);
        return left.isPositive() || breached == null ? hours.plus(at, left) : breached;
    }

    static Column<Ticket, Instant> column(Map<SlaClock, Column<Ticket, Instant>> columns, SlaClock clock) {
        return Objects.requireNonNull(columns.get(clock));
    }
}
