package dev.tollgate.gateway.console.page;

import dev.tollgate.gateway.console.place.Places;
import dev.tollgate.gateway.console.view.ShownValue;
import dev.tollgate.gateway.pipeline.TargetRights;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a page is about, by name.
 *
 * @param rights of the person on it; null where they do not see it
 * @param workspaceName empty for none, and where it is not known
 * @param trail links to the pages above
 */
record PageTarget(@Nullable TargetRights rights, String tenantName, String workspaceName, List<ShownValue.Link> trail) {

    /** No target that the person sees. */
    static final PageTarget NONE = new PageTarget(null, "", "", List.of());

    PageTarget {
        trail = List.copyOf(trail);
    }

    /**
     * @param seesTenant whether the page of the tenant is for the person
     * @param seesWorkspace whether that of the workspace is
     */
    static PageTarget of(
            TargetRights rights, String tenantName, String workspaceName, boolean seesTenant, boolean seesWorkspace) {
        var trail = new ArrayList<ShownValue.Link>();
        var tenant = rights.tenantId();
        var workspace = rights.workspaceId();
        if (tenant != null) {
            trail.add(new ShownValue.Link(
                    tenantName, seesTenant ? Places.ROOT + "/tenants/" + tenant.text() : ShownValue.NOWHERE));
        }
        if (workspace != null) {
            trail.add(new ShownValue.Link(
                    label(workspaceName),
                    seesWorkspace ? Places.ROOT + "/workspaces/" + workspace.text() : ShownValue.NOWHERE));
        }
        return new PageTarget(rights, tenantName, workspaceName, trail);
    }

    /** What links to the workspace say. */
    String workspaceLabel() {
        return label(workspaceName);
    }

    private static String label(String workspaceName) {
        return workspaceName.isEmpty() ? "Workspace" : workspaceName;
    }
}
