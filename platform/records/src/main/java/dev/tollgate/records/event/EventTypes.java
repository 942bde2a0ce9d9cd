package dev.tollgate.records.event;

import dev.tollgate.contract.caller.Scope;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Every type of domain event there is. Immutable; shared by all event loops. */
public final class EventTypes {

    /** The scope that a credential needs to receive an event that no module declares. */
    public static final Scope UNDECLARED = new Scope("integrations:read");

    /** The module of the types that a workspace registers, which no module of the product has. */
    public static final String CUSTOM = "custom";

    private final NavigableMap<String, EventType> byType = new TreeMap<>();

    /** Of two with one type the first counts. */
    public EventTypes(Collection<EventType> types) {
        types.forEach(type -> byType.putIfAbsent(type.type(), type));
    }

    /** These and those that a workspace has registered; of two with one type, the product's counts. */
    public EventTypes with(Collection<EventType> registered) {
        var both = new ArrayList<>(byType.values());
        both.addAll(registered);
        return new EventTypes(both);
    }

    /** Words that begin the types of the product's modules: their keys and their resources. */
    public Set<String> words() {
        return byType.values().stream()
                .flatMap(type -> Stream.of(
                        type.module(),
                        type.resource(),
                        type.type().substring(0, type.type().indexOf('.'))))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** By type, in its order. */
    public NavigableMap<String, EventType> all() {
        return Collections.unmodifiableNavigableMap(byType);
    }

    public Optional<EventType> named(String type) {
        return Optional.ofNullable(byType.get(type));
    }

    /** The scope that a credential needs to receive events of this type. */
    public Scope scope(String type) {
        return named(type).map(EventType::scope).orElse(UNDECLARED);
    }

    /** None, for benchmarks without events. */
    public static EventTypes none() {
        return new EventTypes(List.of());
    }
}
