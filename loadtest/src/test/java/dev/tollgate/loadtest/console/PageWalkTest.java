package dev.tollgate.loadtest.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.loadtest.client.JsonTrees;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PageWalkTest {

    @ParameterizedTest
    @CsvSource({
        "/console/workspaces/wrk_01k9z3v7q8e4rb2n5m6p7s8t9w/api-keys, /console/workspaces/{id}/api-keys",
        "/console/operations/create_task, /console/operations/{name}",
        "/console/workspaces/wrk_01k9z3v7q8e4rb2n5m6p7s8t9w/modules/crm/edit,"
                + " /console/workspaces/{id}/modules/{name}/edit",
        "/console/tenants?name=Acme&external=1, /console/tenants?external&name"
    })
    void pages_are_told_apart_by_what_they_are_and_not_by_what_they_are_of(String url, String name) {
        assertThat(PageWalk.name(url)).isEqualTo(name);
    }

    @Test
    void the_slowest_page_and_the_weight_of_the_first_are_judged() {
        var figures = (ObjectNode) JsonTrees.read("""
                {"first_page": {"p99_ms": 201.5, "kib": 99.1, "gzip_kib": 31}, "slowest": {"p99_ms": 99.9}}""");

        assertThat(new ConsoleCommand().goals(figures))
                .filteredOn(goal -> !goal.met())
                .singleElement()
                .satisfies(goal -> assertThat(goal.name()).isEqualTo("first page, p99 ms"));
    }
}
