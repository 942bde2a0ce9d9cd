package dev.tollgate.gateway.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.contract.operation.Plane;
import dev.tollgate.contract.operation.Route;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.gateway.catalogue.Catalogue;
import dev.tollgate.money.price.PriceBook;
import dev.tollgate.records.ModuleProvider;
import dev.tollgate.runtime.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class DocumentsTest {

    private static final String URL = "https://tollgate.example";

    @Test
    void every_kind_of_refusal_has_a_page_that_speaks_to_each_reader() {
        var documents = documents();

        for (var kind : Refusal.class.getPermittedSubclasses()) {
            var page = text(documents, "/docs/errors/" + Refusal.code(kind));
            assertThat(page)
                    .contains(Refusal.code(kind), "If you called", "If you operate", "If you support")
                    .doesNotContain("null");
        }
    }

    @Test
    void the_codes_are_those_of_the_refusals() {
        assertThat(ErrorCode.all().stream().map(ErrorCode::code))
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(Refusal.class.getPermittedSubclasses())
                        .map(Refusal::code)
                        .toList());
    }

    @Test
    void the_same_catalogue_gives_the_same_bytes() {
        assertThat(documents().byRoute().keySet())
                .isEqualTo(documents().byRoute().keySet());
        documents()
                .byRoute()
                .forEach((route, document) ->
                        assertThat(documents().byRoute().get(route).etag()).isEqualTo(document.etag()));
    }

    @Test
    void every_reference_in_a_document_leads_somewhere() throws Exception {
        for (var path : List.of("/openapi.json", "/control/openapi.json")) {
            var root = Json.MAPPER.readTree(text(documents(), path));
            var references = new ArrayList<String>();
            collect(root, references);
            for (var reference : references) {
                assertThat(root.at(reference.substring(1)).isMissingNode())
                        .as(reference)
                        .isFalse();
            }
        }
    }

    @Test
    void the_reference_loads_nothing_from_elsewhere() {
        assertThat(text(documents(), "/docs")).doesNotContain("http://", "https://");
    }

    /** An installation that is not set up for the sender does not offer the route. */
    @Test
    void an_operation_that_is_called_by_signature_may_not_be_found() throws Exception {
        var catalogue = Catalogue.of(ModuleProvider.all());
        var signed = catalogue.faces(Plane.CONTROL).stream()
                .filter(face -> face.signed() != null)
                .toList();
        var documents = new Documents(catalogue, PriceBook.shipped(), Instant.EPOCH, URL);

        var paths =
                Json.MAPPER.readTree(text(documents, "/control/openapi.json")).path("paths");

        assertThat(signed).isNotEmpty().allSatisfy(face -> {
            var route = face.face().route();
            assertThat(paths.path(route.path()).path("post").path("responses").has("404"))
                    .as(route.path())
                    .isTrue();
        });
    }

    private static void collect(JsonNode node, List<String> references) {
        if (node.path("$ref").isTextual()) {
            references.add(node.path("$ref").textValue());
        }
        node.forEach(child -> collect(child, references));
    }

    private static Documents documents() {
        return new Documents(Catalogue.of(List.of()), PriceBook.shipped(), Instant.EPOCH, URL);
    }

    private static String text(Documents documents, String path) {
        return new String(documents.byRoute().get(new Route("GET", path)).bytes(), StandardCharsets.UTF_8);
    }
}
