package dev.tollgate.gateway.console.page;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.contract.caller.TypeId;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.operation.Success;
import dev.tollgate.gateway.console.form.Label;
import dev.tollgate.gateway.console.place.IdPlaces;
import dev.tollgate.gateway.console.place.Place;
import dev.tollgate.gateway.console.place.Places;
import dev.tollgate.gateway.console.view.ShownValue;
import dev.tollgate.gateway.pipeline.TargetRights;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Links between places, each only where the person may go, and only to what changes something of the record as it is.
 * Immutable; shared by all loops.
 */
final class PlaceLinks {

    /** Field of a record that says which operations change something of it. */
    private static final String STATUS = "status";

    private static final String ID = "id";
    private static final String WORKSPACE = Places.ROOT + "/workspaces/{workspace_id}";

    private final Places places;
    private final IdPlaces ids;

    PlaceLinks(Places places, IdPlaces ids) {
        this.places = places;
        this.ids = ids;
    }

    /** The page of a row of a list; null for none. */
    @Nullable String ofRow(Look<Place.Shown> list, JsonNode row) {
        for (var place : places.shown()) {
            var key = key(list.place().path(), place.path());
            if (key != null && list.rights().allows(place.face())) {
                var value = keyOf(row, key);
                return value.isEmpty() ? null : Places.filled(place.path(), and(list.parameters(), value));
            }
        }
        return ids.url(row.path(ID).asText(), list.rights());
    }

    /** What can be done to a row of a list whose records have no pages of their own, or none for this person. */
    List<ShownValue.Link> rowActions(Look<Place.Shown> list, JsonNode row) {
        var page = list.place().path();
        var links = new ArrayList<ShownValue.Link>();
        for (var form : places.offeredBy(page)) {
            if (Places.isOfRows(page, form) && isFor(form, row) && list.rights().allows(form.face())) {
                var rest = form.path().substring(page.length() + 2);
                var value = keyOf(row, rest.substring(0, rest.indexOf('}')));
                if (!value.isEmpty()) {
                    links.add(link(form, Places.filled(form.path(), and(list.parameters(), value))));
                }
            }
        }
        links.addAll(ofClosedWorkspace(list.rights(), row));
        return links;
    }

    /** What the page of a workspace offers to somebody who may do it but not open the page: the owner of a tenant. */
    private List<ShownValue.Link> ofClosedWorkspace(TargetRights rights, JsonNode row) {
        var id = row.path(ID).asText();
        var workspace = TypeId.parse(TypeId.prefix(WorkspaceId.class), id).map(WorkspaceId::new);
        if (workspace.isEmpty() || ids.url(id, rights) != null) {
            return List.of();
        }
        return places.offeredBy(WORKSPACE).stream()
                .filter(form -> !Places.isOfRows(WORKSPACE, form))
                .filter(form -> isFor(form, row))
                .filter(form -> rights.allowsIn(workspace.get(), form.face()))
                .map(form -> link(form, Places.filled(form.path(), List.of(id))))
                .toList();
    }

    /** Whether what a form does depends on the status of the record that its page shows. */
    static boolean dependsOnRecord(Place.Form form) {
        return !form.face().operation().statuses().isEmpty();
    }

    /** Whether a form changes something of this record. */
    static boolean isFor(Place.Form form, JsonNode record) {
        return form.face().operation().isFor(record.path(STATUS).asText());
    }

    /** Whether a form adds a record to a list. */
    static boolean adds(Place.Form form) {
        return form.face().operation().success() != Success.OK;
    }

    /** Whether a form deletes what its page shows. */
    static boolean deletes(Place.Form form) {
        return form.face().face().route().method().equals("DELETE");
    }

    /** The forms that a page offers, of those that fit what it shows. */
    List<ShownValue.Link> actions(Look<Place.Shown> look, Predicate<Place.Form> fitting) {
        var page = look.place().path();
        var links = new ArrayList<ShownValue.Link>();
        for (var form : places.offeredBy(page)) {
            if (!Places.isOfRows(page, form)
                    && fitting.test(form)
                    && look.rights().allows(form.face())) {
                links.add(link(form, Places.filled(form.path(), look.parameters())));
            }
        }
        return links;
    }

    /** The forms that no page offers. */
    List<ShownValue.Link> unlinkedForms(TargetRights rights) {
        return places.forms().stream()
                .filter(form -> places.offeredAt(form) == null && !form.path().contains("{"))
                .filter(form -> rights.allows(form.face()))
                .map(form -> link(form, form.path()))
                .toList();
    }

    /** The pages one step below a record. */
    List<ShownValue.Link> below(Look<Place.Shown> look) {
        var page = look.place().path();
        var links = new ArrayList<ShownValue.Link>();
        for (var place : places.shown()) {
            var path = place.path();
            if (path.startsWith(page + '/') && path.indexOf('/', page.length() + 1) < 0) {
                var step = path.substring(page.length() + 1);
                if (!step.startsWith("{") && look.rights().allows(place.face())) {
                    links.add(new ShownValue.Link(Label.of(step), Places.filled(path, look.parameters())));
                }
            }
        }
        return links;
    }

    private static ShownValue.Link link(Place.Form form, String url) {
        return new ShownValue.Link(form.face().operation().summary(), url);
    }

    /** The name of the parameter that a page has besides those of a list; null where it is no page of its rows. */
    private static @Nullable String key(String list, String path) {
        var isBelow = path.startsWith(list + "/{") && path.indexOf('/', list.length() + 1) < 0;
        return isBelow ? path.substring(list.length() + 2, path.length() - 1) : null;
    }

    private static String keyOf(JsonNode row, String name) {
        var value = row.path(name).asText();
        return value.isEmpty() ? row.path(ID).asText() : value;
    }

    private static List<String> and(List<String> parameters, String one) {
        var more = new ArrayList<>(parameters);
        more.add(one);
        return List.copyOf(more);
    }
}
