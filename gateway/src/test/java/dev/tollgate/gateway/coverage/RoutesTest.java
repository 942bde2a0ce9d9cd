package dev.tollgate.gateway.coverage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.operation.Plane;
import dev.tollgate.contract.operation.Route;
import dev.tollgate.gateway.catalogue.CompiledFace;
import dev.tollgate.gateway.openapi.Documents;
import dev.tollgate.money.price.PriceBook;
import dev.tollgate.runtime.json.Json;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Nothing is served that is not declared, and what is declared is served and described. */
class RoutesTest {

    private static final Documents DOCUMENTS =
            new Documents(World.CATALOGUE, PriceBook.shipped(), Instant.EPOCH, "http://localhost:8080");

    @Test
    void the_trie_holds_the_routes_of_the_catalogue_and_no_other() {
        assertThat(World.CATALOGUE.routes().routes())
                .containsExactlyInAnyOrderElementsOf(declared(Stream.of(Plane.values())));
    }

    @Test
    void the_documents_describe_the_routes_of_their_plane_and_no_other() throws IOException {
        assertThat(described("/openapi.json")).containsExactlyInAnyOrderElementsOf(declared(Stream.of(Plane.APP)));
        assertThat(described("/control/openapi.json"))
                .containsExactlyInAnyOrderElementsOf(declared(Stream.of(Plane.CONTROL)));
    }

    @Test
    void every_document_is_served_to_anybody() {
        for (var route : DOCUMENTS.byRoute().keySet()) {
            assertThat(World.GATEWAY.call("GET", route.path(), null, null).status())
                    .as(route.toString())
                    .isEqualTo(200);
        }
    }

    private static List<Route> declared(Stream<Plane> planes) {
        return planes.flatMap(plane -> World.CATALOGUE.faces(plane).stream())
                .map(RoutesTest::route)
                .toList();
    }

    private static Route route(CompiledFace<?, ?> face) {
        return face.face().route();
    }

    private static List<Route> described(String path) throws IOException {
        var routes = new ArrayList<Route>();
        var document = Json.MAPPER.readTree(
                DOCUMENTS.byRoute().get(new Route("GET", path)).bytes());
        for (var item : document.path("paths").properties()) {
            item.getValue()
                    .fieldNames()
                    .forEachRemaining(method -> routes.add(new Route(method.toUpperCase(Locale.ROOT), item.getKey())));
        }
        return routes;
    }
}
