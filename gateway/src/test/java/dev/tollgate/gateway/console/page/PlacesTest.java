package dev.tollgate.gateway.console.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.operation.Plane;
import dev.tollgate.gateway.catalogue.Catalogue;
import dev.tollgate.gateway.console.place.Place;
import dev.tollgate.gateway.console.place.Places;
import dev.tollgate.records.ModuleProvider;
import java.util.ArrayList;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PlacesTest {

    private static final Catalogue CATALOGUE = Catalogue.of(ModuleProvider.all());
    private static final Places PLACES = new Places(CATALOGUE);

    @Test
    void every_control_operation_has_a_place() {
        var placed = Stream.<Place>concat(PLACES.shown().stream(), PLACES.forms().stream())
                .map(place -> place.face().face().route().toString());

        assertThat(placed)
                .containsExactlyInAnyOrderElementsOf(CATALOGUE.faces(Plane.CONTROL).stream()
                        .filter(face -> face.signed() == null)
                        .map(face -> face.face().route().toString())
                        .toList());
    }

    @Test
    void a_place_is_at_the_path_of_its_operation() {
        assertThat(PLACES.forms().stream().map(Place.Form::path))
                .contains(
                        "/console/tenants/new",
                        "/console/workspaces/{workspace_id}/api-keys/new",
                        "/console/workspaces/{workspace_id}/api-keys/{id}/edit",
                        "/console/workspaces/{workspace_id}/api-keys/{id}/rotate",
                        "/console/workspaces/{workspace_id}/members/{id}/delete",
                        "/console/workspaces/{workspace_id}/modules/{key}/edit",
                        "/console/tenants/{tenant_id}/top-ups/new",
                        "/console/workspaces/{workspace_id}/suspend");
    }

    @Test
    void a_form_is_offered_by_the_page_above_it() {
        assertThat(offered("/console/workspaces/{workspace_id}/api-keys/{id}/rotate"))
                .isEqualTo("/console/workspaces/{workspace_id}/api-keys/{id}");
        assertThat(offered("/console/tenants/{tenant_id}/top-ups/new")).isEqualTo("/console/tenants/{tenant_id}");
        assertThat(offered("/console/workspaces/{workspace_id}/modules/{key}/edit"))
                .isEqualTo("/console/workspaces/{workspace_id}/modules");
    }

    @Test
    void the_statuses_of_a_form_are_those_of_the_record_that_its_page_shows() {
        assertThat(PLACES.forms())
                .filteredOn(PlaceLinks::dependsOnRecord)
                .hasSizeGreaterThan(20)
                .allSatisfy(form -> {
                    var page = Objects.requireNonNull(PLACES.shown(Objects.requireNonNull(PLACES.offeredAt(form))));
                    var known = new ArrayList<String>();
                    page.face().element().at("/properties/status/enum").forEach(status -> known.add(status.asText()));

                    assertThat(known).containsAll(form.face().operation().statuses());
                });
    }

    private static String offered(String path) {
        return PLACES.offeredAt(Objects.requireNonNull(PLACES.form(path)));
    }
}
