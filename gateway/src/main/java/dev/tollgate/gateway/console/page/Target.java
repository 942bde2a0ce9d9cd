package dev.tollgate.gateway.console.page;

import dev.tollgate.gateway.pipeline.TargetRights;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a page is about, by name.
 *
 * @param rights of the person on it; null where they do not see it
 * @param trail links to the pages above
 */
record Target(
        @Nullable TargetRights rights, String tenantName, String workspaceName, List<ShownValue.Link> trail) {

    /** No target that the person sees. */
    static final Target NONE = new Target(null, "", "", List.of());

    Target {
        trail = List.copyOf(trail);
    }

    static Target of(TargetRights rights, String tenantName, String workspaceName) {
        var trail = new ArrayList<ShownValue.Link>();
        var tenant = rights.tenantId();
        var workspace = rights.workspaceId();
        if (tenant != null) {
            trail.add(new ShownValue.Link(tenantName, Places.ROOT + "/tenants/" + tenant.text()));
        }
        if (workspace != null) {
            trail.add(new ShownValue.Link(workspaceName, Places.ROOT + "/workspaces/" + workspace.text()));
        }
        return new Target(rights, tenantName, workspaceName, trail);
    }
}
