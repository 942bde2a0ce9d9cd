package dev.tollgate.modules.activity;

import dev.tollgate.contract.caller.Id;
import dev.tollgate.contract.caller.TypeId;
import dev.tollgate.contract.reference.CompanyId;
import dev.tollgate.contract.reference.ContactId;
import dev.tollgate.contract.reference.DealId;
import dev.tollgate.contract.reference.InvoiceId;
import dev.tollgate.contract.reference.LeadId;
import dev.tollgate.contract.reference.TicketId;
import dev.tollgate.records.consume.ConsumedEvent;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The records that an event is about: that of the event itself, and those that its data refers to. Whether they still
 * exist is not known.
 */
record TypedReferences(
        @Nullable ContactId contact,
        @Nullable CompanyId company,
        @Nullable DealId deal,
        @Nullable LeadId lead,
        @Nullable TicketId ticket,
        @Nullable InvoiceId invoice) {

    static final TypedReferences NONE = new TypedReferences(null, null, null, null, null, null);

    static TypedReferences of(ConsumedEvent event) {
        return new TypedReferences(
                id(event, "contact", ContactId.class, ContactId::new),
                id(event, "company", CompanyId.class, CompanyId::new),
                id(event, "deal", DealId.class, DealId::new),
                id(event, "lead", LeadId.class, LeadId::new),
                id(event, "ticket", TicketId.class, TicketId::new),
                id(event, "invoice", InvoiceId.class, InvoiceId::new));
    }

    private static <I extends Id> @Nullable I id(
            ConsumedEvent consumed, String resource, Class<I> type, Function<UUID, I> made) {
        var event = consumed.event();
        var text = event.resourceType().equals(resource)
                ? event.resourceId()
                : event.data().getValue(resource + "_id") instanceof String referred ? referred : "";
        return TypeId.parse(TypeId.prefix(type), text).map(made).orElse(null);
    }

    /** Whether a timeline shows an event with these. */
    boolean areOfTimelines() {
        return contact != null || company != null;
    }
}
