package dev.tollgate.contract.operation;

import java.util.List;

/**
 * The type of a record that goes in or comes out, as schemas and decoders need it: one record with a type parameter can
 * stand for several resources, and callers know each by a name of its own.
 *
 * @param arguments what the record's type parameters stand for; empty for a record without any
 * @param name what the contract calls it
 */
public record Shape<T>(Class<T> type, List<Class<?>> arguments, String name) {

    public Shape {
        arguments = List.copyOf(arguments);
    }

    /** A record that is what its class says. */
    public static <T> Shape<T> of(Class<T> type) {
        return new Shape<>(type, List.of(), type.getSimpleName());
    }

    /** A record whose one type parameter stands for {@code argument}. */
    @SuppressWarnings("unchecked") // a class has no form that would say its parameters
    public static <T> Shape<T> of(Class<? super T> type, Class<?> argument, String name) {
        return new Shape<>((Class<T>) type, List.of(argument), name);
    }
}
