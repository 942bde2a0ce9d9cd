package dev.tollgate.records.table;

import dev.tollgate.contract.operation.Patch;
import dev.tollgate.contract.outcome.FieldError;
import dev.tollgate.records.shape.CustomFields;
import dev.tollgate.records.shape.RecordShape;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An input record whose fields are those of a table's record, by name. Prepared once, at start. */
final class InputMapping {

    static final String LIMIT = "limit";
    static final String CURSOR = "cursor";
    static final String QUERY = "query";
    static final String CUSTOM_FIELDS = "custom_fields";

    private static final Set<String> OF_LISTS = Set.of(LIMIT, CURSOR, QUERY, CUSTOM_FIELDS);
    private static final Set<String> OF_PATCHES = Set.of("id");

    /** A field of the input, and the column it stands for. */
    private record Field(int column, MethodHandle accessor) {}

    private final Class<? extends Record> input;
    private final List<Field> fields = new ArrayList<>();
    private final Map<String, MethodHandle> others = new LinkedHashMap<>();

    private InputMapping(Class<? extends Record> input) {
        this.input = input;
    }

    /** An input whose fields are values of columns, except those of {@code apart}, which have no column. */
    static InputMapping values(Class<? extends Record> input, RecordShape<?> shape, Set<String> apart) {
        return read(input, shape, apart, false);
    }

    /** An input whose fields are patches of columns, except the id and those of {@code apart}, which have no column. */
    static InputMapping patches(Class<? extends Record> input, RecordShape<?> shape, Set<String> apart) {
        return read(input, shape, union(OF_PATCHES, apart), true);
    }

    /**
     * Its fields are values to look for, besides those every list has.
     *
     * @param conditions filters that are no columns
     */
    static InputMapping filters(Class<? extends Record> input, RecordShape<?> shape, Set<String> conditions) {
        return read(input, shape, union(OF_LISTS, conditions), false);
    }

    private static Set<String> union(Set<String> some, Set<String> others) {
        return Stream.concat(some.stream(), others.stream()).collect(Collectors.toSet());
    }

    private static InputMapping read(
            Class<? extends Record> input, RecordShape<?> shape, Set<String> notColumns, boolean patches) {
        var mapping = new InputMapping(input);
        for (var component : input.getRecordComponents()) {
            var name = RecordShape.name(component);
            if (notColumns.contains(name)) {
                mapping.others.put(name, RecordShape.accessor(component));
            } else {
                var column = shape.index(name);
                expectSameType(component, shape.columns().get(column).field(), patches);
                mapping.fields.add(new Field(column, RecordShape.accessor(component)));
            }
        }
        return mapping;
    }

    private static void expectSameType(RecordComponent component, Class<?> field, boolean patches) {
        var given = patches ? inside(component) : component.getType();
        if (boxed(given) != boxed(field)) {
            throw new IllegalArgumentException(component + " is not what a " + field.getSimpleName() + " is made of");
        }
    }

    private static Class<?> inside(RecordComponent component) {
        if (component.getType() == Patch.class && component.getGenericType() instanceof ParameterizedType patch) {
            var value = patch.getActualTypeArguments()[0];
            return (Class<?>) (value instanceof ParameterizedType list ? list.getRawType() : value);
        }
        throw new IllegalArgumentException(component + " is no patch");
    }

    private static Class<?> boxed(Class<?> type) {
        return MethodType.methodType(type).wrap().returnType();
    }

    /** The columns its fields stand for, in the order of the input, and the filters that are no columns. */
    List<String> filters(RecordShape<?> shape) {
        var columns =
                fields.stream().map(field -> shape.columns().get(field.column()).name());
        return Stream.concat(columns, conditions()).toList();
    }

    private Stream<String> conditions() {
        return others.keySet().stream().filter(name -> !OF_LISTS.contains(name));
    }

    /** Puts what the input has over what a new record starts with. */
    void fill(@Nullable Object[] values, Record from) {
        for (var field : fields) {
            var value = value(field.accessor(), from);
            if (value != null) {
                values[field.column()] = value;
            }
        }
    }

    /**
     * Puts what the input has over an existing record, as an update by {@code changes} would: custom fields are merged
     * by name.
     *
     * @return faults of fields that differ and that no update changes
     */
    List<FieldError> merge(@Nullable Object[] values, Record from, InputMapping changes, RecordShape<?> shape) {
        var faults = new ArrayList<FieldError>();
        for (var field : fields) {
            int column = field.column();
            var value = value(field.accessor(), from);
            if (value == null) {
                continue;
            }
            var stored = shape.columns().get(column);
            if (changes.fields.stream().anyMatch(change -> change.column() == column)) {
                values[column] = values[column] instanceof CustomFields own ? own.merged((CustomFields) value) : value;
            } else if (!stored.type().normal().apply(value).equals(values[column])) {
                faults.add(new FieldError(stored.name(), "cannot be changed by an update"));
            }
        }
        return faults;
    }

    /** Applies the patches of the input; custom fields are merged by name. */
    @SuppressWarnings("unchecked") // checked when the form was made
    void patch(@Nullable Object[] values, Record from) {
        for (var field : fields) {
            var patch = (Patch<Object>) value(field.accessor(), from);
            var before = values[field.column()];
            if (patch != null) {
                values[field.column()] = before instanceof CustomFields own
                        ? own.patched(patch.map(CustomFields.class::cast))
                        : patch.over(before);
            }
        }
    }

    /** The list the input asks for. */
    Listing listing(RecordShape<?> shape, Record from, ListOptions options) {
        var filters = new HashMap<String, Object>();
        put(filters, "external_source", options.externalSource());
        put(filters, "external_id", options.externalId());
        for (var field : fields) {
            put(filters, shape.columns().get(field.column()).name(), value(field.accessor(), from));
        }
        conditions().forEach(name -> put(filters, name, other(name, from)));
        return new Listing(
                (Integer) other(LIMIT, from),
                (String) other(CURSOR, from),
                (String) other(QUERY, from),
                (CustomFields) other(CUSTOM_FIELDS, from),
                filters,
                options);
    }

    private static void put(Map<String, Object> filters, String name, @Nullable Object value) {
        if (value != null) {
            filters.put(name, value);
        }
    }

    private @Nullable Object other(String name, Record from) {
        var accessor = others.get(name);
        return accessor == null ? null : value(accessor, from);
    }

    private @Nullable Object value(MethodHandle accessor, Record from) {
        if (from.getClass() != input) {
            throw new IllegalArgumentException("not a " + input.getSimpleName() + ": " + from.getClass());
        }
        return RecordShape.value(accessor, from);
    }
}
