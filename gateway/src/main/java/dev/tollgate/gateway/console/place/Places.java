package dev.tollgate.gateway.console.place;

import dev.tollgate.contract.operation.Plane;
import dev.tollgate.contract.operation.Route;
import dev.tollgate.contract.operation.Success;
import dev.tollgate.gateway.catalogue.Catalogue;
import dev.tollgate.gateway.catalogue.CompiledFace;
import dev.tollgate.gateway.catalogue.input.RouteTrie;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The places of the console: each control operation has one, at its own path. {@code GET /control/v1/X} is shown at
 * {@code /console/X}; a form is at {@code X/new}, {@code X/{id}/edit}, {@code X/{id}/delete} or where its action is.
 * Immutable; shared by all loops.
 */
public final class Places {

    /** Where the console is. */
    public static final String ROOT = "/console";

    /** Where people sign in. */
    public static final String SIGN_IN = ROOT + "/sign-in";

    /** The part with places that match a query. */
    public static final String PALETTE = ROOT + "/palette";

    /** The stream of hints for an open page. */
    public static final String LIVE = ROOT + "/live";

    /** Where calls of the app plane are tried out. */
    public static final String PLAYGROUND = "/playground";

    private static final String PLANE = "/control/v1";

    private final Map<String, Place.Shown> shown = new LinkedHashMap<>();
    private final Map<String, Place.Form> forms = new LinkedHashMap<>();
    private final Map<String, List<Place.Form>> offered = new HashMap<>();
    private final List<Place.Shown> pages;
    private final RouteTrie<Place> routes;

    public Places(Catalogue catalogue) {
        var faces = catalogue.faces(Plane.CONTROL).stream()
                .filter(face -> face.signed() == null)
                .toList();
        var reads = new HashSet<String>();
        faces.stream().filter(Places::reads).forEach(face -> reads.add(path(face)));
        Map<Route, Place> all = new LinkedHashMap<>();
        for (var face : faces) {
            if (reads(face)) {
                var place = new Place.Shown(face, path(face));
                shown.put(place.path(), place);
                all.put(new Route("GET", place.path()), place);
            } else {
                var place = new Place.Form(face, formPath(face, reads));
                forms.put(place.path(), place);
                all.put(new Route("GET", place.path()), place);
                all.put(new Route("POST", place.path()), place);
            }
        }
        this.pages = List.copyOf(shown.values());
        forms.values().forEach(form -> {
            var page = offeredAt(form);
            if (page != null) {
                offered.computeIfAbsent(page, _ -> new ArrayList<>()).add(form);
            }
        });
        this.routes = RouteTrie.of(all);
    }

    /** The operation behind each page and form, by its route. */
    public Map<String, CompiledFace<?, ?>> faces() {
        var faces = new LinkedHashMap<String, CompiledFace<?, ?>>();
        shown.forEach((path, place) -> faces.put(path, place.face()));
        forms.forEach((path, place) -> faces.put(path, place.face()));
        return faces;
    }

    public RouteTrie<Place> routes() {
        return routes;
    }

    /** What the page at this path is about; null where there is no page. */
    public RouteTrie.Match.@Nullable Found<?> target(String path) {
        return routes.match("GET", path) instanceof RouteTrie.Match.Found<Place> found ? found : null;
    }

    /** The page at a route of the console; null for none. */
    public Place.@Nullable Shown shown(String path) {
        return shown.get(path);
    }

    public List<Place.Shown> shown() {
        return pages;
    }

    public List<Place.Form> forms() {
        return List.copyOf(forms.values());
    }

    /** The form of an operation of this name at or below a route; null for none. */
    public Place.@Nullable Form form(String path) {
        return forms.get(path);
    }

    /**
     * The page that offers a form: that at the longest beginning of its path, if it knows all parameters of the form
     * but at most one, which a row of a list has.
     */
    @Nullable public String offeredAt(Place.Form form) {
        var at = form.path();
        while (at.length() > ROOT.length()) {
            at = at.substring(0, at.lastIndexOf('/'));
            if (shown.containsKey(at)) {
                return at;
            }
        }
        return null;
    }

    /** The forms that a page offers, itself or in its rows. */
    public List<Place.Form> offeredBy(String page) {
        return offered.getOrDefault(page, List.of());
    }

    /** Whether a form needs more than the page that offers it knows: then it is offered in its rows. */
    public static boolean isOfRows(String page, Place.Form form) {
        return form.path().substring(page.length()).contains("{");
    }

    /** A route with its parameters filled in. */
    public static String filled(String path, List<String> parameters) {
        var filled = new StringBuilder();
        int at = 0;
        for (var step : List.of(path.substring(1).split("/", -1))) {
            filled.append('/');
            if (step.startsWith("{")) {
                filled.append(at < parameters.size() ? encoded(parameters.get(at)) : "");
                at++;
            } else {
                filled.append(step);
            }
        }
        return filled.toString();
    }

    /** A text as one step of a path. */
    public static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static boolean reads(CompiledFace<?, ?> face) {
        return face.face().route().method().equals("GET");
    }

    private static String path(CompiledFace<?, ?> face) {
        return ROOT + face.face().route().path().substring(PLANE.length());
    }

    private static String formPath(CompiledFace<?, ?> face, Set<String> reads) {
        var path = path(face);
        return switch (face.face().route().method()) {
            case "PATCH", "PUT" -> path + "/edit";
            case "DELETE" -> path + "/delete";
            default -> reads.contains(path) || isCollection(face, path) ? path + "/new" : path;
        };
    }

    /** Whether a create is sent to where its records are, and not to an action of another record. */
    private static boolean isCollection(CompiledFace<?, ?> face, String path) {
        var last = path.substring(path.lastIndexOf('/') + 1);
        var noun = face.operation().resource().replace('_', '-');
        return face.operation().success() == Success.CREATED && last.startsWith(noun);
    }
}
