package dev.tollgate.standalone.ctl;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Ids of tenants and workspaces by what people call them: a tenant by its name, a workspace by its slug or name within
 * a tenant, or by {@code TENANT/WORKSPACE}. A name that several have is refused with their ids.
 */
final class TargetNames {
    private static final String PLANE = "/control/v1";
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
     * @param tenant in which a slug or name is looked up; null where no tenant is named
     */
    String workspace(String text, @Nullable String tenant) {
        if (isWorkspaceId(text)) {
            return text;
        }
        var slash = text.indexOf('/');
        var home = slash > 0 ? text.substring(0, slash) : tenant;
        if (home == null) {
            throw new CtlFailure(
                    ExitCode.USAGE,
                    "the tenant of the workspace " + text + " is not named: TENANT/" + text + ", or --tenant TENANT");
        }
        var name = slash > 0 ? text.substring(slash + 1) : text;
        var path = PLANE + "/tenants/" + RequestInputs.encoded(tenant(home)) + "/workspaces";
        var bySlug = all(path + "?slug=" + RequestInputs.encoded(name.toLowerCase(Locale.ROOT)));
        return bySlug.isEmpty()
                ? one("workspace", name, named(all(path), name), "ctl workspaces list --tenant " + home)
                : one("workspace", name, bySlug, "");
    }

    private static List<JsonNode> named(List<JsonNode> workspaces, String name) {
        return workspaces.stream()
                .filter(workspace -> workspace.path("name").asText().equalsIgnoreCase(name))
                .toList();
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

    private JsonNode read(String target) {
        var reply = api.ask(new ApiRequest("GET", target, Map.of("Accept", "application/json"), null));
        if (!reply.succeeded()) {
            throw reply.refusal(null);
        }
        return reply.body();
    }

    /** A record of the control plane; null where it cannot be read. */
    @Nullable JsonNode record(String path) {
        var reply = api.tried(new ApiRequest("GET", PLANE + path, Map.of("Accept", "application/json"), null));
        return reply != null && reply.succeeded() ? reply.body().path("data") : null;
    }
}
