package dev.tollgate.gateway.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.Scope;
import dev.tollgate.records.ModuleProvider;
import dev.tollgate.records.event.EventTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventCatalogueTest {

    private static final EventTypes TYPES = EventCatalogue.of(Catalogue.of(ModuleProvider.all()));

    @ParameterizedTest
    @CsvSource({
        "lead.qualified, lea_, disqualified_reason",
        "lead.disqualified, lea_, disqualified_reason",
        "lead.converted, lea_, disqualified_reason",
        "deal.won, dea_, stage_id",
        "deal.lost, dea_, stage_id",
        "deal.reopened, dea_, stage_id"
    })
    void an_event_that_a_table_names_has_the_record_as_its_data(String type, String prefix, String field) {
        var declared = TYPES.named(type).orElseThrow();

        assertThat(declared.schema().getJsonObject("properties").fieldNames()).contains(field, "custom_fields");
        assertThat(declared.example().getString("id")).startsWith(prefix);
        assertThat(declared.module()).isEqualTo("crm");
        assertThat(declared.scope()).isEqualTo(new Scope("crm:read"));
        assertThat(declared.resource()).isEqualTo(type.substring(0, type.indexOf('.')));
    }

    @Test
    void an_event_that_a_table_names_says_what_happened() {
        assertThat(TYPES.named("deal.won").orElseThrow().summary()).isEqualTo("Deal: won.");
    }
}
