package dev.tollgate.records.table;

import dev.tollgate.records.shape.CustomFields;
import dev.tollgate.records.shape.RecordShape;
import dev.tollgate.records.shape.Stamp;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Values of new records for fields that the input leaves out. Part of a table's declaration. */
final class InitialValues {

    private final RecordShape<?> shape;
    private final Map<String, Function<Stamp, Object>> byColumn = new LinkedHashMap<>();

    /** Custom fields begin as none. */
    InitialValues(RecordShape<?> shape) {
        this.shape = shape;
        for (var column : shape.columns()) {
            if (column.field() == CustomFields.class) {
                set(column.name(), _ -> CustomFields.NONE);
            }
        }
    }

    /** Sets the initial value of a field, which may follow from the call. */
    void set(String column, Function<Stamp, Object> value) {
        shape.require(List.of(column));
        byColumn.put(column, value);
    }

    void fill(@Nullable Object[] values, Stamp stamp) {
        byColumn.forEach((column, value) -> values[shape.index(column)] = value.apply(stamp));
    }
}
