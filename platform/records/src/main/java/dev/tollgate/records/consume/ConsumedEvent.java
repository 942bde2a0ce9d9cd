package dev.tollgate.records.consume;

import dev.tollgate.contract.caller.Scope;
import dev.tollgate.contract.event.DomainEvent;
import dev.tollgate.records.event.EventTypes;

/**
 * An event, and where it comes from.
 *
 * @param module key of its module; {@link EventTypes#CUSTOM} for one that a caller has published
 * @param scope what a credential must hold to read it
 */
public record ConsumedEvent(DomainEvent event, String module, Scope scope) {

    static ConsumedEvent of(DomainEvent event, EventTypes types) {
        return types.named(event.type())
                .map(type -> new ConsumedEvent(event, type.module(), type.scope()))
                .orElseGet(() -> new ConsumedEvent(event, EventTypes.CUSTOM, EventTypes.UNDECLARED));
    }

    public String type() {
        return event.type();
    }

    /** Whether its record was deleted. What callers publish says nothing of records, whatever its type is named. */
    public boolean isDeletion() {
        return !module.equals(EventTypes.CUSTOM) && event.type().endsWith(".deleted");
    }
}
