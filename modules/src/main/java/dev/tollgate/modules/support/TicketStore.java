package dev.tollgate.modules.support;

import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.contract.reference.TicketId;
import dev.tollgate.records.ModuleContext;
import dev.tollgate.records.job.JobKind;
import dev.tollgate.records.job.Jobs;
import dev.tollgate.records.table.RecordTable;
import dev.tollgate.records.work.Change;
import dev.tollgate.records.work.RecordChange;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Changes of tickets within a transaction: their state, their clocks, their job, and their audit entries and events.
 * One per event loop.
 */
final class TicketStore {

    /** The job of a ticket: at its next due time, at the end of snoozing, or when it closes. */
    static final JobKind CLOCK =
            JobKind.of("support.ticket_clock", "ticket.breach_sla", "ticket.end_snooze", "ticket.auto_close");

    /**
     * A change of a locked ticket.
     *
     * @param after the ticket with the change, without what follows from it
     * @param at when it happens: clocks are settled until then
     * @param zone that of the workspace
     * @param message what a message changes in the settled ticket; null for none
     */
    record TicketChange(
            Ticket before,
            Ticket after,
            Instant at,
            ZoneId zone,
            @Nullable UnaryOperator<Ticket> message) {

        TicketChange {
            var settled = before.clocks().settledAt();
            at = at.isBefore(settled) ? settled : at;
        }

        /** Whether the clocks are to be settled. */
        boolean settles() {
            return message != null
                    || before.status() != after.status()
                    || before.priority() != after.priority()
                    || !before.queueId().equals(after.queueId())
                    || !Objects.equals(before.duplicateOfId(), after.duplicateOfId());
        }
    }

    private final RecordTable<Ticket> tickets;
    private final RecordTable<Queue> queues;
    private final Jobs jobs;
    private final InstantSource clock;

    TicketStore(ModuleContext context) {
        this.tickets = context.table(TicketColumns.TABLE);
        this.queues = context.table(QueueOperations.QUEUES.table());
        this.jobs = context.jobs();
        this.clock = context.clock();
    }

    /** The present, as it is stored. */
    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    /** Locks a ticket and changes it, if the workspace has it. */
    <A> Future<Outcome<Change<A>>> locked(
            Transaction transaction, Call<?> call, TicketId id, Function<Ticket, Future<Outcome<Change<A>>>> change) {
        return tickets.locked(transaction, call, id).compose(found -> found.then(change));
    }

    /** Stores the change of a locked ticket, with what follows from it. */
    Future<Outcome<Change<Ticket>>> change(Transaction transaction, Call<?> call, TicketChange change) {
        var ids = Stream.of(change.before(), change.after())
                .map(Ticket::queueId)
                .distinct()
                .toList();
        return queues.some(transaction, call, ids)
                .map(found -> found.stream().collect(Collectors.toMap(Queue::id, Function.identity())))
                .compose(found -> change(transaction, call, change, found));
    }

    private Future<Outcome<Change<Ticket>>> change(
            Transaction transaction, Call<?> call, TicketChange change, Map<QueueId, Queue> found) {
        var from = Objects.requireNonNull(found.get(change.before().queueId()));
        var to = found.get(change.after().queueId());
        return tickets.changed(transaction, call, change.before(), settled(change, from, to))
                .map(outcome -> outcome.map(stored -> {
                    if (to != null) {
                        schedule(transaction, call, stored.answer(), to);
                    }
                    return announced(stored);
                }));
    }

    /** A queue that does not exist is refused by the table, with all other faults. */
    private static Outcome<Ticket> settled(TicketChange change, Queue from, @Nullable Queue to) {
        var before = change.before();
        if (before.status() == Ticket.Status.CLOSED || to == null) {
            return Outcome.done(change.after());
        }
        if (!to.active() && !to.id().equals(from.id())) {
            return Outcome.refused(inactive(to));
        }
        var refusal = TicketStates.snoozeRefusal(before, change.after(), change.at());
        if (refusal != null) {
            return Outcome.refused(refusal);
        }
        var completed = TicketStates.completed(before, change.after(), change.at());
        var message = change.message() == null ? UnaryOperator.<Ticket>identity() : change.message();
        return Outcome.done(
                change.settles()
                        ? new Settlement(from, to, change.zone(), change.at()).of(before, completed, message)
                        : completed);
    }

    static Refusal inactive(Queue queue) {
        return new Refusal.Conflict("The queue " + queue.name() + " is inactive. Choose an active one.");
    }

    /** Sets the job of a stored ticket. */
    void schedule(Transaction transaction, Call<?> call, Ticket ticket, Queue queue) {
        jobs.set(transaction, call, CLOCK, ticket.id(), wakeAt(ticket, queue));
    }

    /** When something happens to a ticket by itself; null if nothing does. */
    static @Nullable Instant wakeAt(Ticket ticket, Queue queue) {
        var due = Stream.of(SlaClock.values())
                .filter(clock -> ticket.breachedAt(clock) == null)
                .map(ticket::dueAt);
        return Stream.concat(due, Stream.of(ticket.snoozedUntil(), closesAt(ticket, queue)))
                .filter(Objects::nonNull)
                .min(Instant::compareTo)
                .orElse(null);
    }

    /** When a resolved ticket closes by itself; null if it does not. */
    static @Nullable Instant closesAt(Ticket ticket, Queue queue) {
        return ticket.status() != Ticket.Status.RESOLVED || ticket.resolvedAt() == null || queue.autoCloseDays() == null
                ? null
                : ticket.resolvedAt().plus(Duration.ofDays(queue.autoCloseDays()));
    }

    /** The same change with the events of a ticket: one for the change, one for each breach. */
    static Change<Ticket> announced(Change<Ticket> change) {
        var records = change.records().stream().flatMap(TicketStore::announced).toList();
        return new Change<>(change.answer(), records, change.action(), change.existed());
    }

    private static Stream<RecordChange> announced(RecordChange record) {
        if (!(record.before() instanceof Ticket before) || !(record.after() instanceof Ticket after)) {
            return Stream.of(record);
        }
        var one = record.event() == null ? record.as("ticket", "ticket.updated") : record;
        return Stream.concat(Stream.of(one), TicketSlaBreach.of(before, after).stream());
    }

    /** The queues with these IDs. */
    Future<List<Queue>> queues(Transaction transaction, Call<?> call, List<QueueId> ids) {
        return queues.some(transaction, call, ids);
    }

    /** Active queues, at most so many. */
    Future<List<Queue>> activeQueues(Transaction transaction, Call<?> call, int most) {
        return queues.matching(transaction, call, Map.of("active", true), most);
    }
}
