package dev.tollgate.records.shape;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import dev.tollgate.contract.outcome.FieldError;
import io.vertx.sqlclient.Row;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A record class and its columns: fields in snake_case, in the order of the record. Prepared once, at start. */
public final class RecordShape<R> {

    /** One field as a column. */
    public record StoredField(String name, Class<?> field, ColumnType type, MethodHandle accessor, boolean required) {}

    private static final SnakeCaseStrategy SNAKE_CASE = new SnakeCaseStrategy();

    private final Class<R> type;
    private final List<StoredField> columns;
    private final ColumnType[] types;
    private final RecordConstructor<R> constructor;

    public RecordShape(Class<R> type) {
        this.type = type;
        this.columns = Arrays.stream(type.getRecordComponents())
                .map(RecordShape::column)
                .toList();
        this.types = columns.stream().map(StoredField::type).toArray(ColumnType[]::new);
        this.constructor = new RecordConstructor<>(type);
    }

    private static StoredField column(RecordComponent field) {
        var required = Arrays.stream(field.getAnnotatedType().getAnnotations())
                .noneMatch(annotation -> annotation.annotationType() == Nullable.class);
        return new StoredField(name(field), field.getType(), ColumnType.of(field), accessor(field), required);
    }

    /** The name of a field as columns and callers have it. */
    public static String name(RecordComponent field) {
        return SNAKE_CASE.translate(field.getName());
    }

    /** Reads a field of a public record; takes and gives objects. */
    public static MethodHandle accessor(RecordComponent field) {
        try {
            return MethodHandles.publicLookup()
                    .unreflect(field.getAccessor())
                    .asType(MethodType.methodType(Object.class, Object.class));
        } catch (IllegalAccessException hidden) {
            throw new IllegalArgumentException(field + " is not public", hidden);
        }
    }

    public Class<R> type() {
        return type;
    }

    public List<StoredField> columns() {
        return columns;
    }

    /** The index of a column; fails if the record has none of that name. */
    public int index(String name) {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).name().equals(name)) {
                return i;
            }
        }
        throw new IllegalArgumentException(type.getSimpleName() + " has no field " + name);
    }

    /** Fails when the record lacks one of these columns. */
    public void require(List<String> names) {
        for (var name : names) {
            var _ = index(name);
        }
    }

    /** The fields of a record, as they will be read again. */
    @Nullable public Object[] values(R record) {
        var values = new @Nullable Object[columns.size()];
        for (int i = 0; i < values.length; i++) {
            var column = columns.get(i);
            var value = value(column.accessor(), record);
            values[i] = value == null ? null : column.type().normal().apply(value);
        }
        return values;
    }

    /** A field of a record, through its {@link #accessor}. */
    public static @Nullable Object value(MethodHandle accessor, Object record) {
        try {
            return (Object) accessor.invokeExact(record);
        } catch (Throwable impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** A record of any form that shows these records, as it is stored; empty for a record of another table. */
    public Optional<R> stored(StoredRecord record) {
        if (type.isInstance(record)) {
            return Optional.of(type.cast(record));
        }
        return columns.get(index("id")).field().isInstance(record.id())
                ? Optional.of(stored(record.getClass(), record))
                : Optional.empty();
    }

    private <F> R stored(Class<F> form, Object record) {
        return new RecordMapper<>(form, type).from(form.cast(record)).done();
    }

    public R made(@Nullable Object[] values) {
        return constructor.made(values);
    }

    /** The record in a row whose columns are these. */
    public R read(Row row) {
        var values = new @Nullable Object[types.length];
        for (int i = 0; i < values.length; i++) {
            var value = row.getValue(i);
            values[i] = value == null ? null : types[i].read().apply(value);
        }
        return made(values);
    }

    /** A value as the database takes it. */
    @Nullable public Object stored(int index, @Nullable Object value) {
        return value == null ? null : columns.get(index).type().stored().apply(value);
    }

    /** Faults that the database would refuse, with the caller's field names. */
    public List<FieldError> faults(@Nullable Object[] values) {
        var faults = new ArrayList<FieldError>();
        for (int i = 0; i < values.length; i++) {
            var column = columns.get(i);
            switch (values[i]) {
                case null -> {
                    if (column.required()) {
                        faults.add(new FieldError(column.name(), "is required and cannot be cleared"));
                    }
                }
                case String text
                when text.indexOf('\0') >= 0 ->
                    faults.add(new FieldError(column.name(), "must not contain the character U+0000"));
                case CustomFields fields -> fields.fault().ifPresent(faults::add);
                default -> {}
            }
        }
        return faults;
    }

    public boolean equal(@Nullable Object[] some, @Nullable Object[] others, int index) {
        return Objects.equals(some[index], others[index]);
    }
}
