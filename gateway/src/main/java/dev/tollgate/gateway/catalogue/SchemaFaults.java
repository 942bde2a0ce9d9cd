package dev.tollgate.gateway.catalogue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.contract.caller.Id;
import dev.tollgate.contract.operation.Access;
import dev.tollgate.contract.operation.Answer;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.operation.Resource;
import dev.tollgate.contract.operation.Trait;
import dev.tollgate.gateway.catalogue.input.InputSchema;
import dev.tollgate.gateway.catalogue.input.ToolInput;
import dev.tollgate.gateway.catalogue.schema.Examples;
import dev.tollgate.records.table.Batch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Faults of an operation's input and answer, found in their schemas. Pure. */
final class SchemaFaults {

    static final int PAGE_MAX = 100;

    private final List<String> faults = new ArrayList<>();
    private final Operation<?, ?> operation;
    private final InputSchema<?> input;

    private SchemaFaults(Operation<?, ?> operation, InputSchema<?> input) {
        this.operation = operation;
        this.input = input;
    }

    static List<String> in(Operation<?, ?> operation, InputSchema<?> input) {
        var check = new SchemaFaults(operation, input);
        check.reserved();
        check.answer();
        check.example();
        return check.faults;
    }

    private void reserved() {
        for (var name : ToolInput.RESERVED) {
            expect(field(name).isMissingNode(), "has a field named " + name + ", which is reserved for every tool");
        }
    }

    private void answer() {
        switch (operation.answer()) {
            case Answer.Json<?> json ->
                expect(
                        !operation.has(Trait.CONDITIONAL) || Resource.class.isAssignableFrom(json.element()),
                        "is conditional, but its answer has no version");
            case Answer.Paged<?> _ -> {
                var cursor = !field("cursor").isMissingNode();
                expect(
                        cursor == within("limit", "maximum", PAGE_MAX),
                        "returns pages, but its input has only one of cursor and limit (at most " + PAGE_MAX + ")");
            }
            case Answer.Bare<?> _ ->
                expect(
                        operation.faces().stream().allMatch(face -> face.access() instanceof Access.Signed),
                        "answers without an envelope, but is not signed");
            case Answer.Batched<?> _ ->
                expect(operation.body().input() == Batch.class, "is a batch, but its input is no Batch");
        }
    }

    private boolean within(String field, String keyword, int most) {
        var limit = field(field).path(keyword);
        return limit.isNumber() && limit.intValue() <= most;
    }

    private void example() {
        var example = Examples.of(operation);
        if (example == null) {
            expect(namesRecord(), "has no example");
            return;
        }
        for (var fault : input.faults(example)) {
            faults.add(operation.name() + " has an example that fails its own schema: " + fault.field() + ' '
                    + fault.message());
        }
        if (input.decoded(example) instanceof InputSchema.Reading.Read<?>(Batch<?> batch)) {
            expect(batch.faulty().isEmpty(), "has an example with items that fail their schema");
        }
    }

    /** Whether only a prepared workspace can give an example: it names a record. */
    private boolean namesRecord() {
        var inPath = operation.faces().stream()
                .anyMatch(face -> !face.route().parameters().isEmpty());
        return inPath
                || Arrays.stream(operation.body().input().getRecordComponents())
                        .anyMatch(component -> Id.class.isAssignableFrom(component.getType()));
    }

    private JsonNode field(String name) {
        return input.document().path("properties").path(name);
    }

    private void expect(boolean held, String fault) {
        if (!held) {
            faults.add(operation.name() + ' ' + fault);
        }
    }
}
