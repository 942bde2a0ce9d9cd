package dev.tollgate.contract.operation;

import dev.tollgate.contract.caller.Scope;
import dev.tollgate.contract.event.EventDeclaration;
import java.util.List;

/** A part of the product that offers operations. */
public interface ProductModule {

    /** The word in routes, scopes and the module switch, such as {@code tasks}. */
    String key();

    /** The title for people, such as {@code Tasks}. */
    String title();

    /** Whether an operator can switch it on and off per workspace; if not, it is always on. */
    default boolean switchable() {
        return true;
    }

    List<Operation<?, ?>> operations();

    /** Names its usage has besides those of its operations: work that is charged and that no call asks for. */
    default List<String> chargedBesides() {
        return List.of();
    }

    /** Actions of its audit events besides those of its operations: changes that no call asks for. */
    default List<String> auditedBesides() {
        return List.of();
    }

    /** What a credential must hold to be sent its domain events. */
    default Scope eventScope() {
        return new Scope(key() + ":read");
    }

    /** Domain events it makes besides those its operations name. */
    default List<EventDeclaration> events() {
        return List.of();
    }
}
