package dev.tollgate.gateway.catalogue.input;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.operation.Route;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RouteTrieTest {

    private static final RouteTrie<String> TRIE = trie(
            "GET /v1/tasks",
            "POST /v1/tasks",
            "POST /v1/tasks/batch",
            "GET /v1/tasks/{id}",
            "PATCH /v1/tasks/{id}",
            "POST /v1/tasks/{id}/complete",
            "GET /v1/sites/{site}/entries/{id}");

    @Test
    void a_path_finds_its_route_and_parameters() {
        assertThat(TRIE.match("GET", "/v1/sites/a%20b/entries/c+d"))
                .isInstanceOfSatisfying(RouteTrie.Match.Found.class, found -> {
                    assertThat(found.target()).isEqualTo("GET /v1/sites/{site}/entries/{id}");
                    assertThat(found.parameters()).isEqualTo(List.of("a b", "c+d"));
                    assertThat(found.parameter("id")).isEqualTo("c+d");
                });
    }

    @Test
    void a_fixed_segment_wins_over_a_parameter_and_falls_back_to_it_below() {
        assertThat(target("POST", "/v1/tasks/batch")).isEqualTo("POST /v1/tasks/batch");
        assertThat(target("POST", "/v1/tasks/batch/complete")).isEqualTo("POST /v1/tasks/{id}/complete");
    }

    @Test
    void head_is_served_wherever_get_is() {
        assertThat(target("HEAD", "/v1/tasks/1")).isEqualTo("GET /v1/tasks/{id}");
    }

    @Test
    void an_unknown_path_and_an_unknown_method_are_told_apart() {
        assertThat(TRIE.match("GET", "/v1/nothing")).isEqualTo(new RouteTrie.Match.NoPath<>());
        assertThat(TRIE.match("GET", "/v1")).isEqualTo(new RouteTrie.Match.NoPath<>());
        assertThat(TRIE.match("DELETE", "/v1/tasks/1"))
                .isEqualTo(new RouteTrie.Match.NoMethod<>(Set.of("GET", "HEAD", "PATCH")));
    }

    @Test
    void odd_paths_match_nothing() {
        for (var path : List.of(
                "",
                "v1/tasks",
                "/v1/tasks/",
                "//v1/tasks",
                "/v1//tasks",
                "/v1/tasks/%zz",
                "/v1/tasks//complete",
                "/v1/tasks/%")) {
            assertThat(TRIE.match("GET", path)).as(path).isEqualTo(new RouteTrie.Match.NoPath<>());
        }
    }

    private static Object target(String method, String path) {
        return ((RouteTrie.Match.Found<?>) TRIE.match(method, path)).target();
    }

    private static RouteTrie<String> trie(String... routes) {
        var targets = new LinkedHashMap<Route, String>();
        for (var route : routes) {
            targets.put(new Route(route.split(" ")[0], route.split(" ")[1]), route);
        }
        return RouteTrie.of(targets);
    }
}
