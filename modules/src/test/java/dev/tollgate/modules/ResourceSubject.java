package dev.tollgate.modules;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.contract.caller.Caller;
import dev.tollgate.contract.caller.IdPrefix;
import dev.tollgate.contract.operation.Conditions;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.operation.Success;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.records.RecordModule;
import dev.tollgate.records.shape.StoredRecord;
import dev.tollgate.runtime.json.Json;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * One resource of a module, called by a stranger with a workspace of their own.
 *
 * @param wholes the ids of the records that its records are part of, by the parameters of its route
 */
record ResourceSubject(Desk desk, Caller caller, RecordModule module, String resource, Map<String, String> wholes) {

    private static final Map<RecordModule, Desk> DESKS = new HashMap<>();
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    ResourceSubject(Desk desk, Caller caller, RecordModule module, String resource) {
        this(desk, caller, module, resource, new HashMap<>());
    }

    /** Those that callers create: others come from other calls. */
    static Stream<ResourceSubject> all() {
        return new ProductModules()
                .modules().stream()
                        .filter(RecordModule.class::isInstance)
                        .map(RecordModule.class::cast)
                        .flatMap(module -> {
                            var desk = DESKS.computeIfAbsent(module, Desk::new);
                            return module.operations().stream()
                                    .filter(operation -> operation.success() == Success.CREATED)
                                    .map(Operation::resource)
                                    .distinct()
                                    .map(resource -> new ResourceSubject(desk, desk.stranger(), module, resource));
                        });
    }

    /** Closes the desks of all modules. */
    static void close() {
        DESKS.values().forEach(Desk::close);
        DESKS.clear();
    }

    Optional<Operation<?, ?>> operation(String name) {
        return module.operations().stream()
                .filter(operation -> operation.resource().equals(resource)
                        && operation.name().startsWith(name))
                .findFirst();
    }

    /** The example, with references to records that exist, and a name that no other has. */
    ObjectNode example(Operation<?, ?> operation) {
        var example = Json.read(Objects.requireNonNull(operation.example()), ObjectNode.class);
        if (example.path("name").isTextual()) {
            example.put("name", example.path("name").asText() + ' ' + NUMBERS.incrementAndGet());
        }
        for (var field : example.deepCopy().properties()) {
            if (wholes.containsKey(field.getKey())) {
                example.put(field.getKey(), wholes.get(field.getKey()));
            } else if (field.getKey().endsWith("_id")) {
                referred(field.getValue().asText())
                        .ifPresent(other ->
                                example.put(field.getKey(), other.created().id().text()));
            }
        }
        if (example.has("slug")) {
            example.put("slug", "slug-" + desk.ids.next());
        }
        operation
                .faces()
                .getFirst()
                .route()
                .parameters()
                .forEach(name -> wholes.put(name, example.path(name).asText()));
        return example;
    }

    /** A record as its table stores it. */
    StoredRecord stored(StoredRecord record) {
        return module.resources().stream()
                .flatMap(family -> family.table().stored(record).stream())
                .findFirst()
                .orElseThrow();
    }

    /** A record as lists of it show it. */
    StoredRecord inLists(StoredRecord record) {
        return module.resources().stream()
                .flatMap(family -> family.table().inLists(record).stream())
                .findFirst()
                .orElseThrow();
    }

    /** The resource of the module that an id belongs to. */
    private Optional<ResourceSubject> referred(String id) {
        return module.operations().stream()
                .filter(operation -> operation.success() == Success.CREATED)
                .filter(operation -> id.startsWith(prefix(operation.answer().element()) + '_'))
                .map(operation -> new ResourceSubject(desk, caller, module, operation.resource()))
                .findFirst();
    }

    Operation<?, ?> creating() {
        return module.operations().stream()
                .filter(operation -> operation.resource().equals(resource) && operation.success() == Success.CREATED)
                .findFirst()
                .orElseThrow(() -> new AssertionError(resource + " has no operation that creates one"));
    }

    StoredRecord created() {
        return (StoredRecord) done(creating(), example(creating()));
    }

    Object done(Operation<?, ?> operation, ObjectNode input) {
        return switch (outcome(operation, caller, input, Conditions.NONE)) {
            case Outcome.Done<?>(var answer) -> answer;
            case Outcome.Refused<?>(var refusal) -> throw new AssertionError(operation + ": " + refusal);
            case Outcome.Replayed<?> replayed -> throw new AssertionError(replayed);
        };
    }

    <I> Outcome<?> outcome(Operation<I, ?> operation, Caller by, ObjectNode input, Conditions conditions) {
        return desk.call(operation, by, Desk.decoded(operation, input), conditions);
    }

    ObjectNode named(StoredRecord record) {
        return Json.MAPPER.createObjectNode().put("id", record.id().text());
    }

    Operation<?, ?> list() {
        return operation("list_")
                .or(() -> operation("search_"))
                .orElseThrow(() -> new AssertionError(resource + " has no list"));
    }

    /** What a list is asked at least. */
    ObjectNode query() {
        var query = Json.MAPPER.createObjectNode();
        wholes.forEach(query::put);
        return query;
    }

    List<?> listed() {
        return ((Page<?>) done(list(), query())).items();
    }

    /** The first text that can be changed. */
    String title() {
        return Arrays.stream(operation("update_").orElseThrow().body().input().getRecordComponents())
                .filter(component -> component.getGenericType().getTypeName().contains("<java.lang.String>"))
                .findFirst()
                .map(component -> new SnakeCaseStrategy().translate(component.getName()))
                .orElseThrow();
    }

    /** A patch of that column. */
    ObjectNode patch(StoredRecord record) {
        return named(record).put(title(), "changed");
    }

    private static String prefix(Class<?> record) {
        return Arrays.stream(record.getRecordComponents())
                .filter(component -> component.getName().equals("id"))
                .findFirst()
                .map(component ->
                        component.getType().getAnnotation(IdPrefix.class).value())
                .orElseThrow();
    }

    @Override
    public String toString() {
        return resource;
    }
}
