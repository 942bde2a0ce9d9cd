package dev.tollgate.modules.support;

import static dev.tollgate.modules.support.TicketColumns.ASSIGNEE;
import static dev.tollgate.modules.support.TicketColumns.CONTACT_ID;
import static dev.tollgate.modules.support.TicketColumns.LAST_MESSAGE_AT;
import static dev.tollgate.modules.support.TicketColumns.MESSAGE_COUNT;
import static dev.tollgate.modules.support.TicketColumns.NUMBER;
import static dev.tollgate.modules.support.TicketColumns.PRIORITY;
import static dev.tollgate.modules.support.TicketColumns.QUEUE_ID;
import static dev.tollgate.modules.support.TicketColumns.TABLE;

import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.operation.OnExisting;
import dev.tollgate.contract.operation.Patch;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.contract.reference.ContactId;
import dev.tollgate.modules.support.TicketOperations.NewTicket;
import dev.tollgate.modules.support.TicketOperations.TicketPatch;
import dev.tollgate.modules.support.TicketStore.TicketChange;
import dev.tollgate.records.ModuleContext;
import dev.tollgate.records.shape.NewRecord;
import dev.tollgate.records.table.RecordTable;
import dev.tollgate.records.work.Change;
import dev.tollgate.records.work.Work;
import dev.tollgate.runtime.bus.OperationBus;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Answers the operations that create and change tickets, on one event loop. */
final class Tickets {

    private static final Refusal RACED = new Refusal.Conflict(
            "Another call is creating the record with this external_source and external_id. Try again.");

    /** What a new ticket gets besides its input. */
    private record TicketDefaults(
            long number, @Nullable Queue queue, @Nullable ContactId contact, Instant at, ZoneId zone) {

        /** The ticket as it is stored. One without a queue is refused by the table. */
        Ticket of(Ticket ticket, NewTicket input) {
            var copy = TABLE.copy(ticket).set(NUMBER, number).setIfPresent(CONTACT_ID, contact);
            if (queue == null) {
                return copy.set(PRIORITY, Ticket.Priority.NORMAL).done();
            }
            var asked = input.body() != null;
            var placed = copy.set(QUEUE_ID, queue.id())
                    .set(PRIORITY, input.priority() == null ? queue.defaultPriority() : input.priority())
                    .set(ASSIGNEE, input.assignee() == null ? queue.defaultAssignee() : input.assignee())
                    .set(MESSAGE_COUNT, asked ? 1 : 0)
                    .set(LAST_MESSAGE_AT, asked ? at : null)
                    .done();
            return new Settlement(queue, queue, zone, at)
                    .begun(placed, begun -> asked ? TicketStates.asked(begun) : begun);
        }
    }

    private final Work work;
    private final RecordTable<Ticket> tickets;
    private final TicketStore store;
    private final TicketMessages messages;
    private final TicketNumbers numbers;

    Tickets(ModuleContext context, TicketStore store, TicketMessages messages) {
        this.work = context.work();
        this.tickets = context.table(TABLE);
        this.store = store;
        this.messages = messages;
        this.numbers = new TicketNumbers(work);
    }

    void serve(OperationBus bus) {
        bus.serve(TicketOperations.CREATE, this::create);
        bus.serve(TicketOperations.UPDATE, this::update);
    }

    private Future<Outcome<Ticket>> create(Call<NewTicket> call) {
        return numbers.next(call)
                .compose(number -> work.write(
                        call,
                        transaction -> existing(transaction, call)
                                .compose(existing -> existing.isEmpty()
                                        ? created(transaction, call, number)
                                        : existed(transaction, call, existing.getFirst()))));
    }

    /** The ticket with the external IDs of a create that takes an existing one. */
    private Future<List<Ticket>> existing(Transaction transaction, Call<NewTicket> call) {
        var source = call.input().externalSource();
        var id = call.input().externalId();
        return call.conditions().onExisting() == OnExisting.FAIL || source == null || id == null
                ? Future.succeededFuture(List.of())
                : tickets.matching(transaction, call, Map.of("external_source", source, "external_id", id), 1);
    }

    private Future<Outcome<Change<Ticket>>> existed(Transaction transaction, Call<NewTicket> call, Ticket ticket) {
        if (call.conditions().onExisting() == OnExisting.SKIP) {
            return Future.succeededFuture(Outcome.done(Change.unchanged(ticket).asExisting()));
        }
        if (call.input().body() != null) {
            return Outcome.refusedFuture(Refusal.ValidationFailed.of("body", "is for a new ticket"));
        }
        var merged = tickets.fresh(call.input()).merged();
        return store.locked(
                transaction,
                call,
                ticket.id(),
                before -> merged.apply(before)
                        .then(after -> store.change(transaction, call, change(call, before, after)))
                        .map(outcome -> outcome.map(change -> change.asUpdateOf("ticket"))));
    }

    private Future<Outcome<Change<Ticket>>> created(Transaction transaction, Call<NewTicket> call, long number) {
        var input = call.input();
        var at = store.now();
        return queues(transaction, call, input.queueId()).compose(queues -> {
            var wrong = refusal(queues, input.queueId());
            if (wrong != null) {
                return Outcome.refusedFuture(wrong);
            }
            var queue = queues.isEmpty() ? null : queues.getFirst();
            return contact(transaction, call, input)
                    .compose(contact -> inserted(
                            transaction,
                            call,
                            new TicketDefaults(
                                    number,
                                    queue,
                                    contact.orElse(null),
                                    at,
                                    call.caller().zone())));
        });
    }

    /** The queue that an input names, or the active ones. */
    private Future<List<Queue>> queues(Transaction transaction, Call<?> call, @Nullable QueueId id) {
        return id == null ? store.activeQueues(transaction, call, 2) : store.queues(transaction, call, List.of(id));
    }

    /** Why a ticket cannot be in the only one of these queues; null if it can, or if the table says so. */
    private static @Nullable Refusal refusal(List<Queue> queues, @Nullable QueueId named) {
        if (named == null && queues.size() != 1) {
            return Refusal.ValidationFailed.of(
                    "queue_id",
                    queues.isEmpty()
                            ? "is required, and the workspace has no active queue: create one"
                            : "is required: the workspace has several active queues");
        }
        return queues.isEmpty() || queues.getFirst().active() ? null : TicketStore.inactive(queues.getFirst());
    }

    private static Future<Optional<ContactId>> contact(Transaction transaction, Call<?> call, NewTicket input) {
        return input.contactId() == null
                ? Requesters.contact(transaction, call, input.requesterEmail())
                : Future.succeededFuture(Optional.empty());
    }

    private Future<Outcome<Change<Ticket>>> inserted(
            Transaction transaction, Call<NewTicket> call, TicketDefaults defaults) {
        var input = call.input();
        var fresh = tickets.fresh(input);
        var record = new NewRecord<Ticket>(
                stamp -> defaults.of(fresh.fresh().apply(stamp), input), _ -> Outcome.refused(RACED));
        return tickets.insert(transaction, call, record).compose(outcome -> {
            var queue = defaults.queue();
            if (!(outcome instanceof Outcome.Done<Change<Ticket>>(Change<Ticket> change))
                    || change.existed()
                    || queue == null) {
                return Future.succeededFuture(outcome);
            }
            store.schedule(transaction, call, change.answer(), queue);
            return input.body() == null
                    ? Future.succeededFuture(outcome)
                    : messages.first(transaction, call, change, input.body());
        });
    }

    private Future<Outcome<Ticket>> update(Call<TicketPatch> call) {
        var patch = call.input();
        return work.write(
                call,
                transaction -> store.locked(
                        transaction,
                        call,
                        patch.id(),
                        before -> contact(transaction, call, before).compose(contact -> {
                            var patched = TABLE.copy(tickets.patched(before, patch))
                                    .setIfPresent(CONTACT_ID, contact.orElse(null))
                                    .done();
                            return store.change(transaction, call, change(call, before, patched));
                        })));
    }

    /** The contact of a new address, unless the ticket has a contact or the patch says which. */
    private static Future<Optional<ContactId>> contact(Transaction transaction, Call<TicketPatch> call, Ticket before) {
        var patch = call.input();
        return before.contactId() == null
                        && patch.contactId() instanceof Patch.Keep<ContactId>
                        && patch.requesterEmail() instanceof Patch.Set<String>(String email)
                ? Requesters.contact(transaction, call, email)
                : Future.succeededFuture(Optional.empty());
    }

    private TicketChange change(Call<?> call, Ticket before, Ticket after) {
        return new TicketChange(before, after, store.now(), call.caller().zone(), null);
    }
}
