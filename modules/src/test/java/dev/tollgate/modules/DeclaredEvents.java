package dev.tollgate.modules;

import dev.tollgate.contract.event.EventDeclaration;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.records.ServedModule;
import dev.tollgate.records.event.EventType;
import dev.tollgate.records.event.EventTypes;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** The types of the events that modules declare. */
final class DeclaredEvents {

    private DeclaredEvents() {}

    /** Without schema and example. */
    static EventTypes of(List<ServedModule> modules) {
        var types = new ArrayList<EventType>();
        for (var module : modules) {
            Stream.concat(
                            module.operations().stream().map(Operation::event),
                            module.events().stream().map(EventDeclaration::type))
                    .filter(Objects::nonNull)
                    .map(type -> new EventType(
                            type,
                            module.key(),
                            module.eventScope(),
                            type.substring(0, type.indexOf('.')),
                            "",
                            new JsonObject(),
                            new JsonObject()))
                    .forEach(types::add);
        }
        return new EventTypes(types);
    }
}
