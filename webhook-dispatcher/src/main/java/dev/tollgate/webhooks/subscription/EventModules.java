package dev.tollgate.webhooks.subscription;

import dev.tollgate.contract.caller.Scope;
import dev.tollgate.contract.event.EventDeclaration;
import dev.tollgate.contract.event.EventPattern;
import dev.tollgate.contract.operation.ProductModule;
import dev.tollgate.records.event.EventTypes;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which module an event comes from, as patterns ask, and what a credential must hold to be sent it. Immutable. */
public final class EventModules {

    /** Module of a resource's events, and the scope to receive them. */
    private record Origin(String module, Scope scope) {}

    private final Map<String, Origin> byResource;

    private EventModules(Map<String, Origin> byResource) {
        this.byResource = Map.copyOf(byResource);
    }

    /** Read off what the modules declare; the events of a resource come from one of them. */
    public static EventModules of(Iterable<? extends ProductModule> modules) {
        var byResource = new HashMap<String, Origin>();
        for (var module : modules) {
            var origin = new Origin(module.key(), module.eventScope());
            for (var operation : module.operations()) {
                add(byResource, operation.event(), origin);
            }
            for (EventDeclaration event : module.events()) {
                add(byResource, event.type(), origin);
            }
        }
        return new EventModules(byResource);
    }

    /** The same, from compiled event types. */
    public static EventModules of(EventTypes types) {
        var byResource = new HashMap<String, Origin>();
        types.all().values().forEach(event -> add(byResource, event.type(), new Origin(event.module(), event.scope())));
        return new EventModules(byResource);
    }

    private static void add(Map<String, Origin> byResource, @Nullable String type, Origin origin) {
        if (type == null) {
            return;
        }
        var other = byResource.putIfAbsent(resource(type), origin);
        if (other != null && !other.equals(origin)) {
            throw new IllegalArgumentException(
                    "events of " + resource(type) + " come from " + other.module() + " and from " + origin.module());
        }
    }

    /** The key of the module; {@link EventTypes#CUSTOM} for an event that no module declares. */
    public String moduleOf(String type) {
        var origin = byResource.get(resource(type));
        return origin == null ? EventTypes.CUSTOM : origin.module();
    }

    /** The scope that a credential needs to receive an event. */
    public Scope scopeOf(String type) {
        var origin = byResource.get(resource(type));
        return origin == null ? EventTypes.UNDECLARED : origin.scope();
    }

    /** The scopes that a credential needs for all events that these patterns cover. */
    public Set<Scope> scopesOf(Collection<String> patterns) {
        return patterns.stream().flatMap(this::scopesOf).collect(Collectors.toUnmodifiableSet());
    }

    private Stream<Scope> scopesOf(String text) {
        var scopes = EventPattern.parse(text).stream()
                .flatMap(pattern -> byResource.entrySet().stream()
                        .filter(one ->
                                pattern.covers(one.getKey(), one.getValue().module()))
                        .map(one -> one.getValue().scope()))
                .toList();
        return scopes.isEmpty() ? Stream.of(EventTypes.UNDECLARED) : scopes.stream();
    }

    /** The keys of the modules that make events. */
    public Set<String> keys() {
        return byResource.values().stream().map(Origin::module).collect(Collectors.toUnmodifiableSet());
    }

    private static String resource(String type) {
        var end = type.indexOf('.');
        return end < 0 ? type : type.substring(0, end);
    }
}
