package dev.tollgate.gateway.console.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.gateway.catalogue.Catalogue;
import dev.tollgate.gateway.fixture.GatewayFixture;
import dev.tollgate.records.ModuleProvider;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ShownKindsTest {

    private static final GatewayFixture GATEWAY = GatewayFixture.shared();
    private static final Catalogue CATALOGUE = Catalogue.of(ModuleProvider.all());

    @Test
    void the_kinds_are_those_that_the_search_knows() {
        var acme = GATEWAY.tenant("business");
        var fault = GATEWAY.operator("GET", acme.control("/records?kind=nothing"), null)
                .expect(422)
                .body();
        var known = fault.replaceFirst("(?s).*must be one of ", "").replaceFirst("(?s); or query.*", "");

        var shown = new ShownKinds(CATALOGUE).of(Set.copyOf(CATALOGUE.switches().all()));

        assertThat(shown).containsExactlyInAnyOrderElementsOf(List.of(known.split(", ")));
    }

    @Test
    void kinds_and_ids_of_modules_that_are_off_are_none() {
        var kinds = new ShownKinds(CATALOGUE);

        assertThat(kinds.of(Set.of("tasks"))).containsExactly("task");
        assertThat(kinds.isOf("tsk_01k8w2z9q4f0t8x0v3m5n7p9rs", Set.of("crm"))).isFalse();
        assertThat(kinds.isOf("none", Set.of("tasks"))).isFalse();
    }
}
