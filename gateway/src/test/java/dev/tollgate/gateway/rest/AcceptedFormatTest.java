package dev.tollgate.gateway.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.operation.Declaration;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.operation.Trait;
import io.vertx.core.MultiMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which form of an answer a caller gets. */
class AcceptedFormatTest {

    private record Empty() {}

    private static final Operation<Empty, Page<Empty>> READ = Declaration.read("list_things", "thing")
            .with(Trait.CSV)
            .takes(Empty.class)
            .givesPage(Empty.class);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "text/csv | true",
                "TEXT/CSV; charset=utf-8 | true",
                "text/csv, */* | true",
                "text/csv, application/json | true",
                "application/json;q=0.5, text/csv | true",
                "application/json, text/csv | false",
                "application/json, text/csv;q=0.9 | false",
                "text/csv;q=0 | false",
                "text/* | false",
                "*/* | false",
                "text/csvx | false",
                "'' | false",
            })
    void values_come_as_a_table_to_who_names_it_first_or_weighs_it_most(String accept, boolean table) {
        var headers = MultiMap.caseInsensitiveMultiMap().add("Accept", accept);

        var accepted = AcceptedFormat.table(READ, headers);

        assertThat(accepted).isEqualTo(table);
    }
}
