package dev.tollgate.modules.support;

import dev.tollgate.contract.event.EventDeclaration;
import dev.tollgate.records.ModuleContext;
import dev.tollgate.records.RecordModule;
import dev.tollgate.records.job.JobKind;
import dev.tollgate.records.resource.ResourceOperations;
import java.util.List;
import java.util.stream.Stream;

/** Support: queues, tickets with their messages and comments, and the clocks that say when a reply is due. */
public final class SupportModule implements RecordModule {

    @Override
    public String key() {
        return "support";
    }

    @Override
    public String title() {
        return "Support";
    }

    @Override
    public List<ResourceOperations<?, ?>> resources() {
        return List.of(
                QueueOperations.QUEUES,
                TicketOperations.TICKETS,
                TicketMessageOperations.MESSAGES,
                TicketCommentOperations.COMMENTS);
    }

    @Override
    public List<JobKind> jobs() {
        return List.of(TicketStore.CLOCK);
    }

    @Override
    public List<EventDeclaration> events() {
        var missed =
                new EventDeclaration(TicketSlaBreach.EVENT, "A clock of a ticket was missed.", TicketSlaBreach.EXAMPLE);
        return Stream.concat(RecordModule.super.events().stream(), Stream.of(missed))
                .toList();
    }

    @Override
    public void serve(ModuleContext context) {
        var store = new TicketStore(context);
        var messages = new TicketMessages(context, store);
        new Tickets(context, store, messages).serve(context.bus());
        messages.serve(context.bus());
        context.jobs().handle(TicketStore.CLOCK, new TicketTimer(context, store)::run);
    }
}
