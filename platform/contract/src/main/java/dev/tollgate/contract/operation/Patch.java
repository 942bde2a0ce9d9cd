package dev.tollgate.contract.operation;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A field of an update, as JSON Merge Patch means it: absent keeps, null clears, a value sets. */
public sealed interface Patch<T> {

    record Keep<T>() implements Patch<T> {}

    record Clear<T>() implements Patch<T> {}

    record Set<T>(T value) implements Patch<T> {}

    static <T> Patch<T> keep() {
        return new Keep<>();
    }

    static <T> Patch<T> clear() {
        return new Clear<>();
    }

    static <T> Patch<T> set(T value) {
        return new Set<>(value);
    }

    /** The value of the field after the patch. */
    default @Nullable T over(@Nullable T before) {
        return switch (this) {
            case Keep<T> _ -> before;
            case Clear<T> _ -> null;
            case Set<T>(T value) -> value;
        };
    }

    default <U> Patch<U> map(Function<? super T, ? extends U> shape) {
        return switch (this) {
            case Keep<T> _ -> new Keep<>();
            case Clear<T> _ -> new Clear<>();
            case Set<T>(T value) -> new Set<>(shape.apply(value));
        };
    }
}
