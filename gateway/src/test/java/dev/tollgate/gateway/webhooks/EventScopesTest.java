package dev.tollgate.gateway.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.Scope;
import dev.tollgate.contract.event.EventPattern;
import dev.tollgate.gateway.catalogue.Catalogue;
import dev.tollgate.gateway.catalogue.EventCatalogue;
import dev.tollgate.records.ModuleProvider;
import dev.tollgate.records.ServedModule;
import dev.tollgate.records.event.EventType;
import dev.tollgate.records.event.EventTypes;
import dev.tollgate.webhooks.subscription.EventModules;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The scopes that a webhook needs are the same in every operation. */
class EventScopesTest {

    private final List<ServedModule> modules = ModuleProvider.all();

    private final EventTypes types = EventCatalogue.of(Catalogue.of(modules));

    @Test
    void gateway_and_dispatcher_ask_for_the_scopes_of_the_types_a_pattern_matches() {
        var gateway = EventModules.of(types);
        var dispatcher = EventModules.of(modules);

        assertThat(patterns()).hasSizeGreaterThan(types.all().size()).allSatisfy(pattern -> {
            var needed = needed(new EventPattern(pattern));
            assertThat(gateway.scopesOf(List.of(pattern))).as(pattern).isEqualTo(needed);
            assertThat(dispatcher.scopesOf(List.of(pattern))).as(pattern).isEqualTo(needed);
        });
    }

    /** Every type, resource and module. */
    private Set<String> patterns() {
        return types.all().values().stream()
                .flatMap(type -> Stream.of(type.type(), type.type().replaceFirst("\\..*", ".*"), type.module() + ".*"))
                .collect(Collectors.toUnmodifiableSet());
    }

    private Set<Scope> needed(EventPattern pattern) {
        return types.all().values().stream()
                .filter(type -> pattern.matches(type.type(), type.module()))
                .map(EventType::scope)
                .collect(Collectors.toUnmodifiableSet());
    }
}
