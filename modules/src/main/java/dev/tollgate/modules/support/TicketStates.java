package dev.tollgate.modules.support;

import static dev.tollgate.modules.support.TicketColumns.BREACHED_AT;
import static dev.tollgate.modules.support.TicketColumns.CLOCKS;
import static dev.tollgate.modules.support.TicketColumns.CLOSED_AT;
import static dev.tollgate.modules.support.TicketColumns.CONTACT_ID;
import static dev.tollgate.modules.support.TicketColumns.FIRST_RESPONDED_AT;
import static dev.tollgate.modules.support.TicketColumns.LAST_MESSAGE_AT;
import static dev.tollgate.modules.support.TicketColumns.MESSAGE_COUNT;
import static dev.tollgate.modules.support.TicketColumns.REOPEN_COUNT;
import static dev.tollgate.modules.support.TicketColumns.RESOLVED_AT;
import static dev.tollgate.modules.support.TicketColumns.SNOOZED_UNTIL;
import static dev.tollgate.modules.support.TicketColumns.STATUS;
import static dev.tollgate.modules.support.TicketColumns.TABLE;

import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.modules.support.Ticket.Status;
import dev.tollgate.records.table.MovingStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The states of a ticket: which moves are legal, and what follows from a move. Pure. */
final class TicketStates {

    private static final Duration SNOOZE_MAX = Duration.ofDays(366);

    private static final String CLOSED =
            "The ticket is closed, which is final: only category, tags, satisfaction, custom"
                    + " fields and external IDs change, and contact_id can be cleared. Create another with follow_up_of_id.";

    private TicketStates() {}

    /** A changed ticket, or why it cannot be so. */
    static Outcome<Ticket> legal(Ticket before, Ticket after) {
        if (before.status() == Status.CLOSED) {
            return changesClosed(before, after) ? Outcome.done(after) : conflict(CLOSED);
        }
        return MovingStatus.isLegal(before.status(), after.status())
                ? Outcome.done(after)
                : conflict("The ticket is " + before.status().text() + " and can move to "
                        + MovingStatus.nextOf(before.status()) + ", not to "
                        + after.status().text() + '.');
    }

    private static boolean changesClosed(Ticket before, Ticket after) {
        var clears = after.contactId() == null || after.contactId().equals(before.contactId());
        var rest = TicketColumns.freeOnceClosed(after, before);
        return clears && rest.set(CONTACT_ID, before.contactId()).done().equals(before);
    }

    private static Outcome<Ticket> conflict(String detail) {
        return Outcome.refused(new Refusal.Conflict(detail));
    }

    /** A changed ticket, with what follows from its new state: times, an end of snoozing, a duplicate closed. */
    static Ticket completed(Ticket before, Ticket after, Instant now) {
        var status = status(before, after);
        var reopened = before.status() == Status.RESOLVED && !status.isDone();
        return TABLE.copy(after)
                .set(STATUS, status)
                .set(SNOOZED_UNTIL, status.waits() ? after.snoozedUntil() : null)
                .set(RESOLVED_AT, resolvedAt(before, status, now))
                .set(CLOSED_AT, status == Status.CLOSED ? now : null)
                .set(REOPEN_COUNT, before.reopenCount() + (reopened ? 1 : 0))
                .done();
    }

    /** A ticket that becomes a duplicate is closed. */
    private static Status status(Ticket before, Ticket after) {
        return Objects.equals(after.duplicateOfId(), before.duplicateOfId()) ? after.status() : Status.CLOSED;
    }

    /** Why a changed ticket cannot be snoozed so; null if it can, or is not snoozed. */
    static @Nullable Refusal snoozeRefusal(Ticket before, Ticket after, Instant now) {
        var until = after.snoozedUntil();
        if (until == null || until.equals(before.snoozedUntil())) {
            return null;
        }
        if (!status(before, after).waits()) {
            return Refusal.ValidationFailed.of("snoozed_until", "needs the status pending or waiting_on_customer");
        }
        return until.isAfter(now) && until.isBefore(now.plus(SNOOZE_MAX))
                ? null
                : Refusal.ValidationFailed.of("snoozed_until", "must be in the future, within a year");
    }

    private static @Nullable Instant resolvedAt(Ticket before, Status status, Instant now) {
        if (status == Status.RESOLVED && before.status() != Status.RESOLVED) {
            return now;
        }
        return status.isDone() ? before.resolvedAt() : null;
    }

    /** The ticket after a message, before its clocks are settled. */
    static Ticket withMessage(Ticket ticket, TicketMessage message, @Nullable Status status) {
        var last = ticket.lastMessageAt();
        return TABLE.copy(ticket)
                .set(STATUS, status == null ? followed(ticket.status(), message) : status)
                .set(SNOOZED_UNTIL, message.asks() ? null : ticket.snoozedUntil())
                .set(MESSAGE_COUNT, ticket.messageCount() + 1)
                .set(LAST_MESSAGE_AT, last == null || message.occurredAt().isAfter(last) ? message.occurredAt() : last)
                .done();
    }

    private static Status followed(Status status, TicketMessage message) {
        return switch (status) {
            case NEW -> message.answers() ? Status.OPEN : status;
            case PENDING, WAITING_ON_CUSTOMER, RESOLVED -> message.asks() ? Status.OPEN : status;
            case OPEN, CLOSED -> status;
        };
    }

    /** The settled ticket after a message: a question starts the clock of the reply, an answer stops it. */
    static Ticket withClocksOf(Ticket ticket, TicketMessage message) {
        var clocks = ticket.clocks();
        if (message.asks()) {
            return asked(ticket);
        }
        if (!message.answers()) {
            return ticket;
        }
        var first = ticket.firstRespondedAt();
        return TABLE.copy(ticket)
                .set(CLOCKS, clocks.answered())
                .set(FIRST_RESPONDED_AT, first == null ? message.occurredAt() : first)
                .done();
    }

    /** A question of the customer: the clock of the reply begins anew, unless an earlier question waits. */
    static Ticket asked(Ticket ticket) {
        var clocks = ticket.clocks();
        var breached = clocks.unanswered() ? ticket.nextResponseBreachedAt() : null;
        return TABLE.copy(ticket)
                .set(CLOCKS, clocks.asked())
                .set(Settlement.column(BREACHED_AT, SlaClock.NEXT_RESPONSE), breached)
                .done();
    }

    /** What happened to a ticket, in the event's past verb; null for a mere update. The last that fits. */
    static @Nullable String verb(Ticket before, Ticket after) {
        if (before.status() != after.status()) {
            return switch (after.status()) {
                case CLOSED -> "closed";
                case RESOLVED -> "resolved";
                case NEW, OPEN, PENDING, WAITING_ON_CUSTOMER ->
                    before.status() == Status.RESOLVED ? "reopened" : "status_changed";
            };
        }
        return after.assignee() == null || after.assignee().equals(before.assignee()) ? null : "assigned";
    }
}
