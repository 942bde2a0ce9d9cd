package dev.tollgate.gateway.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.contract.operation.Answer;
import dev.tollgate.gateway.catalogue.CompiledFace;
import dev.tollgate.gateway.openapi.DescribedOperations.DescribedField;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The arguments and the fields of the answer of an operation that are no fields of its record, and so are in no table
 * of the page yet.
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

    /** An object with more fields than this is not spread out. */
    private static final int WITHIN_MAX = 12;

    /** @param shown fields of the record, which the page has already */
    void write(StringBuilder page, CompiledFace<?, ?> face, Set<String> shown) {
        var described = operations.of(face);
        // What a batch takes and answers is that of its items.
        if (face.operation().answer() instanceof Answer.Batched<?>) {
            return;
        }
        var arguments = spread(operations.arguments(described).stream()
                .filter(field -> !shown.contains(field.name()) && !COMMON.contains(field.name()))
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
