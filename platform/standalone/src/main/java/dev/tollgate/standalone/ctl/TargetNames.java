package dev.tollgate.standalone.ctl;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Ids of tenants and workspaces by what people call them: a tenant by its name, a workspace by its slug or name within
 * a tenant, or by {@code TENANT/WORKSPACE}. A name that several have is refused with their ids.
 */
final class TargetNames {
    private static final String PLANE = "/control/v1";
    private static final String SEARCH = "/workspaces?limit=100&query=";
    private static final String PAGE_MAX = "limit=100";
    private static final int PAGES_MAX = 100;
    private static final int SHOWN_MAX = 5;

    private final AdminApi api;

    TargetNames(AdminApi api) {
        this.api = api;
    }

    static boolean isTenantId(String text) {
        return text.startsWith("tnt_");
    }

    static boolean isWorkspaceId(String text) {
        return text.startsWith("wrk_");
    }

    /** The id of a tenant that is named by id or name. */
    String tenant(String text) {
        if (isTenantId(text)) {
            return text;
        }
        return one("tenant", text, all(PLANE + "/tenants?name=" + RequestInputs.encoded(text)), "ctl tenants list");
    }

    /**
     * The id of a workspace that is named by id, slug, name or TENANT/WORKSPACE.
     *
     * @param tenant in which a slug or name is looked up; null for all that the caller sees
     */
    String workspace(String text, @Nullable String tenant) {
        if (isWorkspaceId(text)) {
            return text;
        }
        var slash = text.indexOf('/');
        var home = slash > 0 ? text.substring(0, slash) : tenant;
        var name = slash > 0 ? text.substring(slash + 1) : text;
        var found = search(name).stream()
                .filter(workspace -> has(workspace, "slug", name) || has(workspace, "name", name))
                .filter(workspace ->
                        home == null || has(workspace, "tenant_id", home) || has(workspace, "tenant_name", home))
                .toList();
        var bySlug =
                found.stream().filter(workspace -> has(workspace, "slug", name)).toList();
        return one(
                "workspace",
                slash > 0 || home == null ? text : home + '/' + text,
                bySlug.isEmpty() ? found : bySlug,
                "ctl workspaces search " + name);
    }

    /** Workspaces of all tenants that the caller sees, by the beginning of a name or by an id. */
    private List<JsonNode> search(String query) {
        var found = new ArrayList<JsonNode>();
        read(PLANE + SEARCH + RequestInputs.encoded(query))
                .path("data")
                .path("workspaces")
                .forEach(found::add);
        return found;
    }

    /** A workspace with its tenant, by its id; null where it cannot be read. */
    @Nullable JsonNode found(String workspace) {
        var reply = api.tried(get(PLANE + SEARCH + RequestInputs.encoded(workspace)));
        var found = reply != null && reply.succeeded()
                ? reply.body().path("data").path("workspaces").path(0)
                : null;
        return found == null || found.isMissingNode() ? null : found;
    }

    private static boolean has(JsonNode record, String field, String text) {
        return record.path(field).asText().equalsIgnoreCase(text);
    }

    /** Those that can be acted on, where there are such: an archived workspace gives its name to a later one. */
    private static List<JsonNode> preferred(List<JsonNode> found) {
        var open = found.stream()
                .filter(record -> !record.path("status").asText().equals("archived"))
                .toList();
        return open.isEmpty() ? found : open;
    }

    private static String one(String what, String name, List<JsonNode> all, String where) {
        var found = preferred(all);
        if (found.size() == 1) {
            return found.getFirst().path("id").asText();
        }
        if (found.isEmpty()) {
            throw new CtlFailure(ExitCode.NOT_FOUND, "there is no " + what + " " + name + "; " + where + " shows all");
        }
        var ids = found.stream()
                .limit(SHOWN_MAX)
                .map(record -> record.path("id").asText())
                .toList();
        throw new CtlFailure(
                ExitCode.USAGE,
                found.size() + " " + what + "s are called " + name + "; name one by its id: " + String.join(", ", ids)
                        + (found.size() > SHOWN_MAX ? ", …" : ""));
    }

    private List<JsonNode> all(String target) {
        var records = new ArrayList<JsonNode>();
        var paged = target + (target.contains("?") ? "&" : "?") + PAGE_MAX;
        var next = paged;
        for (int page = 0; page < PAGES_MAX; page++) {
            var body = read(next);
            body.path("data").forEach(records::add);
            var cursor = body.path("next_cursor").asText("");
            if (cursor.isEmpty()) {
                break;
            }
            next = paged + "&cursor=" + RequestInputs.encoded(cursor);
        }
        return records;
    }

    private static ApiRequest get(String target) {
        return new ApiRequest("GET", target, Map.of("Accept", "application/json"), null);
    }

    private JsonNode read(String target) {
        var reply = api.ask(get(target));
        if (!reply.succeeded()) {
            throw reply.refusal(null);
        }
        return reply.body();
    }

    /** A tenant by its id; null where it cannot be read. */
    @Nullable JsonNode foundTenant(String tenant) {
        var reply = api.tried(get(PLANE + "/tenants/" + RequestInputs.encoded(tenant)));
        return reply != null && reply.succeeded() ? reply.body().path("data") : null;
    }
}
