package dev.tollgate.records.table;

import dev.tollgate.records.shape.ColumnType;
import dev.tollgate.records.shape.RecordShape;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the filters of a table's lists compare: the column of their name, which equals the value, or has all of its
 * elements where it holds a list; or a condition that the table declares. Filled at start.
 */
final class FilterConditions {

    private final RecordShape<?> shape;
    private final Map<String, String> declared = new HashMap<>();
    private final Map<String, ColumnType> types = new HashMap<>();

    FilterConditions(RecordShape<?> shape) {
        this.shape = shape;
    }

    /** The condition for filters of this name, with {@code %s} in the place of the value. */
    void declare(String filter, String condition) {
        declared.put(filter, condition);
    }

    /** The filters that are no columns. */
    Set<String> declared() {
        return declared.keySet();
    }

    /** Learns from an input what values the declared filters have. */
    void read(Class<? extends Record> input) {
        Arrays.stream(input.getRecordComponents())
                .filter(component -> declared.containsKey(RecordShape.name(component)))
                .forEach(component -> types.put(RecordShape.name(component), ColumnType.of(component)));
    }

    /** Whether a filter is a column that equals the value, as the function of {@code records.searchable} has them. */
    boolean isEquality(String filter) {
        return !declared.containsKey(filter) && !isList(filter);
    }

    List<String> equalities(List<String> filters) {
        return filters.stream().filter(this::isEquality).toList();
    }

    /** The condition for a value that is this expression. */
    String sql(String filter, String value) {
        var condition = declared.get(filter);
        if (condition != null) {
            return condition.formatted(value);
        }
        return '"' + filter + (isList(filter) ? "\" @> " : "\" = ") + value;
    }

    /** A value as the database takes it. */
    @Nullable Object stored(String filter, @Nullable Object value) {
        var type = types.get(filter);
        if (type == null) {
            return shape.stored(shape.index(filter), value);
        }
        return value == null ? null : type.stored().apply(value);
    }

    private boolean isList(String filter) {
        return shape.columns().get(shape.index(filter)).field() == List.class;
    }
}
