package dev.tollgate.browser;

import dev.tollgate.gateway.catalogue.Catalogue;
import dev.tollgate.gateway.catalogue.CompiledFace;
import dev.tollgate.gateway.console.place.Places;
import dev.tollgate.records.ModuleProvider;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Every page and form of the console with the operation behind it, from the declarations. */
final class ConsoleMap {

    /** By route, such as {@code /console/workspaces/{workspace_id}/api-keys/{id}}. */
    static final Map<String, CompiledFace<?, ?>> FACES = new Places(Catalogue.of(ModuleProvider.all())).faces();

    static final String PLAYGROUND = "/console/workspaces/{workspace_id}/playground";

    /** Pages that show no operation. */
    static final List<String> OTHERS = List.of("/console", "/console/sessions", PLAYGROUND);

    private static final Pattern PARAMETER = Pattern.compile("\\{[a-z_]+}");

    /** The more of a route is fixed, the earlier it is tried. */
    private static final List<Route> ROUTES = Stream.concat(OTHERS.stream(), FACES.keySet().stream())
            .map(path -> new Route(path, Pattern.compile(PARAMETER.matcher(path).replaceAll("[^/]+"))))
            .sorted(Comparator.comparingLong(
                    route -> PARAMETER.matcher(route.path()).results().count()))
            .toList();

    private ConsoleMap() {}

    static List<String> routes() {
        return ROUTES.stream().map(Route::path).toList();
    }

    private record Route(String path, Pattern form) {}

    /** The route that a path belongs to; empty for none. */
    static Optional<String> route(String path) {
        return ROUTES.stream()
                .filter(route -> route.form().matcher(path).matches())
                .map(Route::path)
                .findFirst();
    }
}
