package dev.tollgate.modules.support;

import static dev.tollgate.modules.support.TicketColumns.STATUS;
import static dev.tollgate.modules.support.TicketColumns.TABLE;

import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.reference.TicketId;
import dev.tollgate.modules.support.TicketStore.TicketChange;
import dev.tollgate.records.ModuleContext;
import dev.tollgate.records.job.JobRun;
import dev.tollgate.records.table.RecordTable;
import dev.tollgate.records.work.Change;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;

/**
 * What happens to tickets by themselves: breaches, the end of snoozing, closing. Each run does what was due first, as
 * of the time when it was due, and sets the job for what is next: after a stop everything happens in its order.
 */
final class TicketTimer {

    private final RecordTable<Ticket> tickets;
    private final TicketStore store;

    TicketTimer(ModuleContext context, TicketStore store) {
        this.tickets = context.table(TABLE);
        this.store = store;
    }

    Future<?> run(JobRun run) {
        return run.write(transaction -> store.locked(
                transaction,
                run.call(),
                new TicketId(run.subject()),
                ticket -> store.queues(transaction, run.call(), List.of(ticket.queueId()))
                        .compose(queues -> woken(transaction, run.call(), ticket, queues.getFirst()))));
    }

    private Future<Outcome<Change<Ticket>>> woken(
            Transaction transaction, Call<JobRun> call, Ticket ticket, Queue queue) {
        var wakeAt = TicketStore.wakeAt(ticket, queue);
        if (wakeAt == null || wakeAt.isAfter(call.facts().time())) {
            store.schedule(transaction, call, ticket, queue);
            return Future.succeededFuture(Outcome.done(Change.unchanged(ticket)));
        }
        if (wakeAt.equals(ticket.snoozedUntil())) {
            return moved(transaction, call, ticket, Ticket.Status.OPEN, wakeAt)
                    .map(outcome -> outcome.map(change -> change.acting("ticket.end_snooze")));
        }
        if (wakeAt.equals(TicketStore.closesAt(ticket, queue))) {
            return moved(transaction, call, ticket, Ticket.Status.CLOSED, wakeAt)
                    .map(outcome -> outcome.map(change -> change.acting("ticket.auto_close")));
        }
        return tickets.changed(transaction, call, ticket, Outcome.done(Settlement.lapsed(ticket, wakeAt)))
                .map(outcome -> outcome.map(change -> {
                    store.schedule(transaction, call, change.answer(), queue);
                    return TicketStore.announced(change);
                }));
    }

    private Future<Outcome<Change<Ticket>>> moved(
            Transaction transaction, Call<JobRun> call, Ticket ticket, Ticket.Status status, Instant at) {
        var after = TABLE.copy(ticket).set(STATUS, status).done();
        return store.change(
                transaction,
                call,
                new TicketChange(ticket, after, at, call.caller().zone(), null));
    }
}
