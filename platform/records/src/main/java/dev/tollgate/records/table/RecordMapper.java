package dev.tollgate.records.table;

import java.lang.invoke.MethodHandle;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
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
public final class RecordMapper<S extends Record, T extends Record> {

    private final Class<T> target;
    private final MethodHandle constructor;
    private final Map<String, Integer> places = new HashMap<>();
    private final @Nullable MethodHandle[] read;

    public RecordMapper(Class<S> source, Class<T> target) {
        this.target = target;
        this.constructor = RecordShape.constructor(target);
        Map<String, RecordComponent> known = Arrays.stream(source.getRecordComponents())
                .collect(Collectors.toMap(RecordComponent::getName, Function.identity()));
        var components = target.getRecordComponents();
        this.read = new MethodHandle[components.length];
        for (int place = 0; place < components.length; place++) {
            var component = components[place];
            places.put(component.getName(), place);
            var same = known.get(component.getName());
            if (same != null && !same.getGenericType().equals(component.getGenericType())) {
                throw new IllegalArgumentException(component + " has another type in " + source);
            }
            read[place] = same == null ? null : RecordShape.accessor(same);
        }
    }

    /** Begins a record with what the two have in common; everything else is null until it is set. */
    public Draft from(S source) {
        var values = new @Nullable Object[read.length];
        for (int place = 0; place < read.length; place++) {
            var accessor = read[place];
            values[place] = accessor == null ? null : RecordShape.value(accessor, source);
        }
        return new Draft(values);
    }

    /** A record that is being made. Confined to its thread. */
    public final class Draft {
        private final @Nullable Object[] values;

        private Draft(@Nullable Object[] values) {
            this.values = values;
        }

        /** Sets a component by its name. */
        public Draft set(String name, @Nullable Object value) {
            values[Objects.requireNonNull(places.get(name), name)] = value;
            return this;
        }

        public T done() {
            try {
                return target.cast((Object) constructor.invokeExact(values));
            } catch (Throwable broken) {
                throw new IllegalStateException(
                        "no " + target.getSimpleName() + " can be made of these values", broken);
            }
        }
    }
}
