package dev.tollgate.gateway.console.place;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.caller.TypeId;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.gateway.pipeline.TargetRights;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Pages of records by their ids: the prefix of an id says what it is of. Immutable; shared by all loops. */
public final class IdPlaces {

    public static final Pattern ID = Pattern.compile("[a-z][a-z_]{1,15}_[0-7][0-9abcdefghjkmnpqrstvwxyz]{25}");

    private static final Pattern PREFIX = Pattern.compile("\\^([a-z_]+)_\\[0-7].*");
    private static final String WORKSPACE = "workspace_id";
    private static final String TENANT = "tenant_id";

    private final Map<String, List<Place.Shown>> byPrefix = new HashMap<>();

    public IdPlaces(Places places) {
        for (var place : places.shown()) {
            var parameters = place.face().face().route().parameters();
            if (!parameters.isEmpty() && place.path().endsWith("}")) {
                var prefix = prefix(place, parameters.getLast());
                if (prefix != null) {
                    byPrefix.computeIfAbsent(prefix, _ -> new ArrayList<>()).add(place);
                }
            }
        }
    }

    private static @Nullable String prefix(Place.Shown place, String parameter) {
        if (parameter.equals(WORKSPACE)) {
            return TypeId.prefix(WorkspaceId.class);
        }
        if (parameter.equals(TENANT)) {
            return TypeId.prefix(TenantId.class);
        }
        JsonNode field =
                place.face().rest().schema().document().path("properties").path(parameter);
        var matcher = PREFIX.matcher(field.path("pattern").asText());
        return matcher.matches() ? matcher.group(1) : null;
    }

    /** The page of an id, seen from a page of this target; null where there is none that the person may see. */
    @Nullable public String url(String id, TargetRights rights) {
        if (!ID.matcher(id).matches()) {
            return null;
        }
        var prefix = id.substring(0, id.lastIndexOf('_'));
        for (var place : byPrefix.getOrDefault(prefix, List.of())) {
            var parameters = parameters(place, id, rights);
            if (parameters != null && isFor(place, id, rights)) {
                return Places.filled(place.path(), parameters);
            }
        }
        return null;
    }

    /** Whether the page is for the person: of a tenant or workspace by their roles there. */
    private static boolean isFor(Place.Shown place, String id, TargetRights rights) {
        var last = place.face().face().route().parameters().getLast();
        return switch (last) {
            case WORKSPACE ->
                TypeId.parse(TypeId.prefix(WorkspaceId.class), id)
                        .filter(workspace -> rights.allowsIn(new WorkspaceId(workspace), place.face()))
                        .isPresent();
            case TENANT ->
                TypeId.parse(TypeId.prefix(TenantId.class), id)
                        .filter(tenant -> rights.allowsOn(new TenantId(tenant), place.face()))
                        .isPresent();
            default -> rights.allows(place.face());
        };
    }

    private static @Nullable List<String> parameters(Place.Shown place, String id, TargetRights rights) {
        var names = place.face().face().route().parameters();
        if (names.size() == 1) {
            return List.of(id);
        }
        var workspace = rights.workspaceId();
        var tenant = rights.tenantId();
        if (names.size() == 2 && names.getFirst().equals(WORKSPACE) && workspace != null) {
            return List.of(workspace.text(), id);
        }
        return names.size() == 2 && names.getFirst().equals(TENANT) && tenant != null
                ? List.of(tenant.text(), id)
                : null;
    }
}
