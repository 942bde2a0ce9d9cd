package dev.tollgate.gateway.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.contract.operation.Answer;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.gateway.catalogue.CompiledFace;
import dev.tollgate.gateway.openapi.DescribedOperations.DescribedField;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The arguments of an operation, and the fields of its answer that are no fields of its record. Where it only creates,
 * reads, changes or deletes a record, arguments that are fields of the record are left out: the page has them already.
 */
record OperationFields(DescribedOperations operations) {

    /** Arguments of many operations; the guide on REST explains them. */
    static final Set<String> COMMON = Set.of(
            "limit",
            "cursor",
            "sort",
            "updated_since",
            "deleted",
            "dry_run",
            "on_existing",
            "external_source",
            "external_id",
            "custom_fields");

    private static final List<String> PLAIN = List.of("create", "get", "update", "delete");
    private static final List<String> LISTS = List.of("list_", "search_");

    /** An object with more fields than this is not spread out. */
    private static final int WITHIN_MAX = 12;

    /** @param shown fields of the record, which the page has already */
    void write(StringBuilder page, CompiledFace<?, ?> face, Set<String> shown) {
        var described = operations.of(face);
        // What a batch takes and answers is that of its items.
        if (face.operation().answer() instanceof Answer.Batched<?>) {
            return;
        }
        var known = isPlain(face.operation()) ? shown : Set.of("id");
        var arguments = spread(operations.arguments(described).stream()
                .filter(field -> !known.contains(field.name()) && !COMMON.contains(field.name()))
                .toList());
        if (!arguments.isEmpty()) {
            var table = MarkdownTable.of(page, "argument", "type", "meaning");
            arguments.forEach(field -> table.row(
                    '`' + field.name() + '`',
                    operations.type(field.schema()) + (field.required() ? ", required" : ""),
                    operations.text(field.schema())));
        }
        answer(page, operations.record(described), shown);
    }

    /** Whether it does to a record what is done to any: its arguments are fields that the page has. */
    private static boolean isPlain(Operation<?, ?> operation) {
        var name = operation.name();
        return PLAIN.stream().anyMatch(verb -> name.equals(verb + '_' + operation.resource()))
                || LISTS.stream().anyMatch(name::startsWith);
    }

    private void answer(StringBuilder page, JsonNode record, Set<String> shown) {
        var fields = spread(operations.fields(record).stream()
                .filter(field -> !shown.contains(field.name()))
                .toList());
        if (!fields.isEmpty()) {
            var table = MarkdownTable.of(page, "answer", "type", "meaning");
            fields.forEach(field -> table.row(
                    '`' + field.name() + '`', operations.type(field.schema()), operations.text(field.schema())));
        }
    }

    /** The fields, and behind each that is an object its own. */
    private List<DescribedField> spread(List<DescribedField> fields) {
        var all = new ArrayList<DescribedField>();
        for (var field : fields) {
            all.add(field);
            var within = operations.within(field);
            if (within.size() <= WITHIN_MAX) {
                all.addAll(within);
            }
        }
        return all;
    }
}
