package dev.tollgate.records.shape;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Makes public records of one class from the values of their components, in order. Prepared once, at start. */
final class RecordConstructor<R> {

    private final Class<R> type;
    private final MethodHandle constructor;

    RecordConstructor(Class<R> type) {
        this.type = type;
        var parameters = Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new);
        try {
            this.constructor = MethodHandles.publicLookup()
                    .findConstructor(type, MethodType.methodType(void.class, parameters))
                    .asSpreader(Object[].class, parameters.length)
                    .asType(MethodType.methodType(Object.class, Object[].class));
        } catch (ReflectiveOperationException hidden) {
            throw new IllegalArgumentException(type + " is not a public record", hidden);
        }
    }

    R made(@Nullable Object[] values) {
        try {
            return type.cast((Object) constructor.invokeExact(values));
        } catch (Throwable broken) {
            throw new IllegalStateException("no " + type.getSimpleName() + " can be made of these values", broken);
        }
    }
}
