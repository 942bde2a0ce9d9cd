package dev.tollgate.gateway.catalogue;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.contract.event.EventDeclaration;
import dev.tollgate.contract.operation.Issued;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.operation.ProductModule;
import dev.tollgate.contract.operation.Shape;
import dev.tollgate.contract.operation.Success;
import dev.tollgate.contract.operation.Trait;
import dev.tollgate.gateway.catalogue.schema.Examples;
import dev.tollgate.gateway.catalogue.schema.RecordSamples;
import dev.tollgate.gateway.catalogue.schema.RecordSchemas;
import dev.tollgate.records.event.EventType;
import dev.tollgate.records.event.EventTypes;
import dev.tollgate.runtime.json.Json;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The types of domain events, read off the declarations: an event contains its operation's answer, but for a secret.
 * Made at start, once.
 */
public final class EventCatalogue {

    private static final String SECRET = "secret";

    private final RecordSchemas schemas = new RecordSchemas();
    private final Map<String, ObjectNode> hints = new HashMap<>();
    private final List<EventType> types = new ArrayList<>();

    private EventCatalogue() {}

    /** Every event that the operations of the catalogue make, and those its modules declare beside them. */
    public static EventTypes of(Catalogue catalogue) {
        var made = new EventCatalogue();
        for (var module : catalogue.modules()) {
            module.operations().forEach(made::remember);
        }
        for (var module : catalogue.modules()) {
            module.operations().forEach(operation -> made.add(module, operation));
            module.events().forEach(event -> made.add(module, event));
        }
        return new EventTypes(made.types);
    }

    /** The example of a create operation is a good example of the record. */
    private void remember(Operation<?, ?> operation) {
        if (operation.success() == Success.CREATED && operation.example() != null) {
            hints.putIfAbsent(operation.resource(), example(operation));
        }
    }

    private void add(ProductModule module, Operation<?, ?> operation) {
        var type = operation.event();
        if (type == null) {
            return;
        }
        var schema = schemas.output(operation.answer().shape());
        if (operation.has(Trait.SECRET_ANSWER) && schema.get("properties") instanceof ObjectNode properties) {
            issued(operation).forEach(properties::remove);
            schema.set("required", without(schema, issued(operation)));
        }
        var hint = hints.getOrDefault(operation.resource(), JsonNodeFactory.instance.objectNode())
                .deepCopy();
        hint.setAll(example(operation));
        types.add(new EventType(
                type,
                module.key(),
                module.eventScope(),
                operation.resource(),
                operation.summary() + ": done.",
                new JsonObject(schema.toString()),
                new JsonObject(RecordSamples.of(schema, hint).toString())));
    }

    private void add(ProductModule module, EventDeclaration event) {
        var schema = schemas.output(Shape.of(event.data()));
        var hint = hints.getOrDefault(event.resource(), JsonNodeFactory.instance.objectNode());
        types.add(new EventType(
                event.type(),
                module.key(),
                module.eventScope(),
                event.resource(),
                event.summary(),
                new JsonObject(schema.toString()),
                event.example() == null
                        ? new JsonObject(RecordSamples.of(schema, hint).toString())
                        : Json.object(event.example())));
    }

    /** Fields that only the answer has. */
    private static Set<String> issued(Operation<?, ?> operation) {
        var names = new HashSet<>(Set.of(SECRET));
        for (var component : operation.answer().element().getRecordComponents()) {
            if (component.isAnnotationPresent(Issued.class)) {
                names.add(RecordSchemas.name(component.getName()));
            }
        }
        return names;
    }

    private static ArrayNode without(ObjectNode schema, Set<String> left) {
        var required = JsonNodeFactory.instance.arrayNode();
        schema.path("required").forEach(name -> {
            if (!left.contains(name.asText())) {
                required.add(name);
            }
        });
        return required;
    }

    private static ObjectNode example(Operation<?, ?> operation) {
        var example = Examples.of(operation);
        return example == null ? JsonNodeFactory.instance.objectNode() : example;
    }
}
