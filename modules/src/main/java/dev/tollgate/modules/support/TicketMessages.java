package dev.tollgate.modules.support;

import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.modules.support.TicketCommentOperations.NewTicketComment;
import dev.tollgate.modules.support.TicketMessageOperations.NewTicketMessage;
import dev.tollgate.modules.support.TicketStore.TicketChange;
import dev.tollgate.records.ModuleContext;
import dev.tollgate.records.shape.Column;
import dev.tollgate.records.table.RecordTable;
import dev.tollgate.records.table.TableDeclaration;
import dev.tollgate.records.work.Change;
import dev.tollgate.records.work.Work;
import dev.tollgate.runtime.bus.OperationBus;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;

/** Answers the operations that add messages and comments to tickets, on one event loop. */
final class TicketMessages {

    private static final TableDeclaration<TicketMessage> MESSAGES = TicketMessageOperations.MESSAGES.table();
    private static final TableDeclaration<TicketComment> COMMENTS = TicketCommentOperations.COMMENTS.table();
    private static final Column<TicketMessage, Ticket.Channel> CHANNEL =
            MESSAGES.column("channel", Ticket.Channel.class);
    private static final Column<TicketMessage, TicketMessage.Author> AUTHOR_TYPE =
            MESSAGES.column("author_type", TicketMessage.Author.class);
    private static final Column<TicketComment, String> AUTHOR = COMMENTS.column("author", String.class);

    private static final Refusal IN_FUTURE = Refusal.ValidationFailed.of("occurred_at", "must not be later than now");

    private final Work work;
    private final RecordTable<TicketMessage> messages;
    private final RecordTable<TicketComment> comments;
    private final TicketStore store;

    TicketMessages(ModuleContext context, TicketStore store) {
        this.work = context.work();
        this.messages = context.table(MESSAGES);
        this.comments = context.table(COMMENTS);
        this.store = store;
    }

    void serve(OperationBus bus) {
        bus.serve(TicketMessageOperations.ADD, this::addMessage);
        bus.serve(TicketCommentOperations.ADD, this::addComment);
    }

    private Future<Outcome<TicketMessage>> addMessage(Call<NewTicketMessage> call) {
        var input = call.input();
        if (input.occurredAt() != null && input.occurredAt().isAfter(store.now())) {
            return Future.succeededFuture(Outcome.refused(IN_FUTURE));
        }
        return work.write(
                call,
                transaction -> store.locked(
                        transaction,
                        call,
                        input.ticketId(),
                        ticket -> messages.insert(
                                        transaction,
                                        call,
                                        messages.fresh(input).with(message -> completed(message, input, ticket)))
                                .compose(added -> added instanceof Outcome.Done<Change<TicketMessage>>(var change)
                                                && !change.existed()
                                        ? withTicket(transaction, call, ticket, change)
                                        : Future.succeededFuture(added))));
    }

    private static TicketMessage completed(TicketMessage message, NewTicketMessage input, Ticket ticket) {
        var author = switch (input.direction()) {
            case INBOUND -> TicketMessage.Author.CUSTOMER;
            case OUTBOUND -> TicketMessage.Author.AGENT;
        };
        return MESSAGES.copy(message)
                .set(CHANNEL, input.channel() == null ? ticket.channel() : input.channel())
                .set(AUTHOR_TYPE, input.authorType() == null ? author : input.authorType())
                .done();
    }

    /** The message with what it changes in its ticket. */
    private Future<Outcome<Change<TicketMessage>>> withTicket(
            Transaction transaction, Call<NewTicketMessage> call, Ticket ticket, Change<TicketMessage> added) {
        if (ticket.status() == Ticket.Status.CLOSED) {
            return Future.succeededFuture(Outcome.refused(closed(ticket)));
        }
        var message = added.answer();
        var change = new TicketChange(
                ticket,
                TicketStates.withMessage(ticket, message, call.input().setStatus()),
                message.occurredAt(),
                call.caller().zone(),
                message.asks() || message.answers() ? settled -> TicketStates.withClocksOf(settled, message) : null);
        return store.change(transaction, call, change)
                .map(outcome -> outcome.map(stored -> added.with(stored.records())));
    }

    private static Refusal closed(Ticket ticket) {
        return new Refusal.Conflict(
                ticket.duplicateOfId() == null
                        ? "The ticket is closed. Create another with follow_up_of_id " + ticket.id() + '.'
                        : "The ticket is a duplicate of " + ticket.duplicateOfId() + ". Add the message there.");
    }

    /** A new ticket with its first message, from the customer. */
    Future<Outcome<Change<Ticket>>> first(Transaction transaction, Call<?> call, Change<Ticket> created, String body) {
        var ticket = created.answer();
        var input = new NewTicketMessage(
                ticket.id(),
                body,
                TicketMessage.Direction.INBOUND,
                null,
                null,
                ticket.requesterName(),
                ticket.requesterEmail(),
                null,
                ticket.lastMessageAt(),
                null,
                null,
                null,
                null);
        return messages.insert(
                        transaction,
                        call.forFurther(),
                        messages.fresh(input).with(message -> completed(message, input, ticket)))
                .map(outcome -> outcome.map(added -> created.with(added.records().stream()
                        .map(record -> record.as("ticket_message", "ticket_message.added"))
                        .toList())));
    }

    private Future<Outcome<TicketComment>> addComment(Call<NewTicketComment> call) {
        var author = call.caller().actor().name();
        var comment = comments.fresh(call.input())
                .with(fresh -> COMMENTS.copy(fresh).set(AUTHOR, author).done());
        return work.write(
                call,
                transaction -> store.locked(
                        transaction, call, call.input().ticketId(), _ -> comments.insert(transaction, call, comment)));
    }
}
