package dev.tollgate.records.shape;

import java.lang.invoke.MethodHandle;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Makes records of one public class from those of another, or of the same, by the names of their components. Made once,
 * as a constant: a component of the same name and another type fails then. Safe from any thread.
 *
 * @param <S> what is read
 * @param <T> what is made
 */
public final class RecordMapper<S, T> {

    private final Class<T> target;
    private final RecordConstructor<T> constructor;
    private final RecordComponent[] components;
    private final @Nullable MethodHandle[] read;

    public RecordMapper(Class<S> source, Class<T> target) {
        this.target = target;
        this.constructor = new RecordConstructor<>(target);
        this.components = target.getRecordComponents();
        this.read = new MethodHandle[components.length];
        Map<String, RecordComponent> known = Arrays.stream(source.getRecordComponents())
                .collect(Collectors.toMap(RecordComponent::getName, Function.identity()));
        for (int index = 0; index < components.length; index++) {
            var component = components[index];
            var same = known.get(component.getName());
            if (same != null && !same.getGenericType().equals(component.getGenericType())) {
                throw new IllegalArgumentException(component + " has another type in " + source);
            }
            read[index] = same == null ? null : RecordShape.accessor(same);
        }
    }

    /**
     * A component of the target by its name in snake_case.
     *
     * @throws IllegalArgumentException where the target has none of this name, or one of another type
     */
    public <V> Column<T, V> column(String name, Class<? super V> type) {
        for (int index = 0; index < components.length; index++) {
            if (RecordShape.name(components[index]).equals(name)) {
                if (components[index].getType() != type) {
                    throw new IllegalArgumentException(name + " holds no " + type.getSimpleName());
                }
                return new Column<>(target, index);
            }
        }
        throw new IllegalArgumentException(target.getSimpleName() + " has no field " + name);
    }

    /** Begins a record with what the two have in common; everything else is null until it is set. */
    public Copy<T> from(S source) {
        var values = new @Nullable Object[read.length];
        for (int index = 0; index < values.length; index++) {
            var accessor = read[index];
            values[index] = accessor == null ? null : RecordShape.value(accessor, source);
        }
        return new Copy<>(target, constructor, values);
    }
}
