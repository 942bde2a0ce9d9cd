package dev.tollgate.records.table;

import dev.tollgate.records.shape.RecordShape;
import java.util.ArrayList;
import java.util.List;

/** A column that refers to a record of the same workspace. */
record ReferenceColumn(String column, ReferenceTarget target) {

    /** Those of the records of a table. The id of its own records must be one of that table. */
    static List<ReferenceColumn> of(String table, RecordShape<?> shape) {
        var references = new ArrayList<ReferenceColumn>();
        for (var column : shape.columns()) {
            var target = ReferenceTarget.of(column.field());
            if (target != null && column.name().equals("id")) {
                requireOwn(target, table, shape);
            } else if (target != null) {
                references.add(new ReferenceColumn(column.name(), target));
            }
        }
        return List.copyOf(references);
    }

    private static void requireOwn(ReferenceTarget target, String table, RecordShape<?> shape) {
        if (!target.table().equals(table)) {
            throw new IllegalArgumentException("the id of " + table + " is one of " + target.table());
        }
        if (target.name() != null) {
            shape.require(List.of(target.name()));
        }
    }
}
