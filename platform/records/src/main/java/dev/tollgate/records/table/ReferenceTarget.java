package dev.tollgate.records.table;

import dev.tollgate.contract.reference.RecordOf;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What ids of one type refer to.
 *
 * @param module key of the module that keeps the records
 * @param table its table, such as {@code crm.contact}
 * @param name the column that people call a record by; null where it has none
 * @param madeOf the column with the keys of the modules whose records it is made of; null where it has none
 * @param heldBy columns of other modules that hold a record, with their tables
 */
public record ReferenceTarget(
        String module,
        String table,
        @Nullable String name,
        @Nullable String madeOf,
        List<String> heldBy) {

    public ReferenceTarget {
        heldBy = List.copyOf(heldBy);
    }

    /** What an id says it refers to by {@link RecordOf}; null for any other type. */
    public static @Nullable ReferenceTarget of(Class<?> id) {
        var declared = id.getAnnotation(RecordOf.class);
        if (declared == null) {
            return null;
        }
        var table = declared.value();
        var name = declared.name();
        var madeOf = declared.madeOf();
        return new ReferenceTarget(
                table.substring(0, table.indexOf('.')),
                table,
                name.isEmpty() ? null : name,
                madeOf.isEmpty() ? null : madeOf,
                List.of(declared.heldBy()));
    }

    /** A statement that gives a row while a column holds a record. Parameters: workspace, the record's id. */
    List<String> holders() {
        return heldBy.stream()
                .map(held -> "SELECT id FROM %s WHERE workspace_id = $1 AND %s = $2 LIMIT 1"
                        .formatted(held.substring(0, held.lastIndexOf('.')), held.substring(held.lastIndexOf('.') + 1)))
                .toList();
    }

    /** What a record is called in words, such as {@code deal stage}. */
    public String noun() {
        return table.substring(table.indexOf('.') + 1).replace('_', ' ');
    }
}
