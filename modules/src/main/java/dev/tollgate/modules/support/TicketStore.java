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
 * Changes of tickets within a transaction: their state, their clocks, their job, and what audit and events tell. One
 * per event loop.
 */
final class TicketStore {

    /** The job of a ticket: at its next due time, at the end of snoozing, or when it closes. */
    static final JobKind CLOCK =
            JobKind.of("support.ticket_clock", "ticket.breach_sla", "ticket.end_snooze", "ticket.auto_close");

    /**
     * A change of a locked ticket.
     *
     * @param wanted the ticket as it shall be, without what that entails
     * @param at when it happens: clocks are settled until then
     * @param zone that of the workspace
     * @param said what a message changes in the settled ticket; null for none
     */
    record Wanted(
            Ticket before,
            Ticket wanted,
            Instant at,
            ZoneId zone,
            @Nullable UnaryOperator<Ticket> said) {

        Wanted {
            var settled = before.clocks().settledAt();
            at = at.isBefore(settled) ? settled : at;
        }

        /** Whether the clocks are to be settled. */
        boolean settles() {
            return said != null
                    || before.status() != wanted.status()
                    || before.priority() != wanted.priority()
                    || !before.queueId().equals(wanted.queueId())
                    || !Objects.equals(before.duplicateOfId(), wanted.duplicateOfId());
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
        return tickets.locked(transaction, call, id).compose(found -> switch (found) {
            case Outcome.Done<Ticket>(Ticket ticket) -> change.apply(ticket);
            case Outcome.Refused<Ticket>(Refusal refusal) -> Future.succeededFuture(Outcome.refused(refusal));
            case Outcome.Replayed<Ticket> replayed ->
                throw new IllegalStateException("a record is no replay: " + replayed);
        });
    }

    /** Stores a locked ticket as it is wanted, with what that entails. */
    Future<Outcome<Change<Ticket>>> change(Transaction transaction, Call<?> call, Wanted wanted) {
        var ids = Stream.of(wanted.before(), wanted.wanted())
                .map(Ticket::queueId)
                .distinct()
                .toList();
        return queues.some(transaction, call, ids)
                .map(found -> found.stream().collect(Collectors.toMap(Queue::id, Function.identity())))
                .compose(found -> change(transaction, call, wanted, found));
    }

    private Future<Outcome<Change<Ticket>>> change(
            Transaction transaction, Call<?> call, Wanted wanted, Map<QueueId, Queue> found) {
        var from = Objects.requireNonNull(found.get(wanted.before().queueId()));
        var to = found.get(wanted.wanted().queueId());
        return tickets.changed(transaction, call, wanted.before(), after(wanted, from, to))
                .map(outcome -> outcome.map(change -> {
                    if (to != null) {
                        schedule(transaction, call, change.answer(), to);
                    }
                    return told(change);
                }));
    }

    /** A queue that does not exist is told by the table, with all other faults. */
    private static Outcome<Ticket> after(Wanted change, Queue from, @Nullable Queue to) {
        var before = change.before();
        if (before.status() == Ticket.Status.CLOSED || to == null) {
            return Outcome.done(change.wanted());
        }
        if (!to.active() && !to.id().equals(from.id())) {
            return Outcome.refused(inactive(to));
        }
        var refusal = TicketStates.snoozeRefusal(before, change.wanted(), change.at());
        if (refusal != null) {
            return Outcome.refused(refusal);
        }
        var entailed = TicketStates.entailed(before, change.wanted(), change.at());
        var said = change.said() == null ? UnaryOperator.<Ticket>identity() : change.said();
        return Outcome.done(
                change.settles()
                        ? new Settlement(from, to, change.zone(), change.at()).of(before, entailed, said)
                        : entailed);
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
    static Change<Ticket> told(Change<Ticket> change) {
        var records = change.records().stream().flatMap(TicketStore::told).toList();
        return new Change<>(change.answer(), records, change.action(), change.existed());
    }

    private static Stream<RecordChange> told(RecordChange record) {
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
