package dev.tollgate.contract.operation;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The type of a record that goes in or comes out, as schemas and decoders need it: one record with a type parameter can
 * stand for several resources, and callers know each by a name of its own.
 *
 * @param arguments what the record's type parameters stand for; empty for a record without any
 * @param name what the contract calls it
 * @param without fields of the record that this resource does not have: callers cannot send them, and answers lack them
 * @param choices the values of a component of text that are the operation's own, by its name in snake_case
 */
public record Shape<T>(
        Class<T> type, List<Class<?>> arguments, String name, Set<String> without, Map<String, List<String>> choices) {

    public Shape {
        arguments = List.copyOf(arguments);
        without = Set.copyOf(without);
        choices = Map.copyOf(choices);
    }

    /** A record with all its fields. */
    public Shape(Class<T> type, List<Class<?>> arguments, String name) {
        this(type, arguments, name, Set.of(), Map.of());
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

    /** The same without these fields, which must be able to have no value. */
    public Shape<T> without(Set<String> fields) {
        return new Shape<>(type, arguments, name, fields, choices);
    }

    /** The same with a closed set of values for one component. */
    public Shape<T> choosing(String component, List<String> values) {
        return new Shape<>(type, arguments, name, without, Map.of(component, List.copyOf(values)));
    }
}
