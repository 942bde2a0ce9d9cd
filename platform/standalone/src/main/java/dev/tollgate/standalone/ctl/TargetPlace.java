package dev.tollgate.standalone.ctl;

import dev.tollgate.standalone.ctl.view.Printable;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where a command acted, in words: "in workspace Acme production (wrk_…) of tenant Acme (tnt_…)". */
final class TargetPlace {
    private final TargetNames names;

    TargetPlace(TargetNames names) {
        this.names = names;
    }

    /** With the names, which are read for it; empty where no tenant or workspace is given. */
    String named(Map<String, String> ids) {
        var workspace = ids.get(TargetDefaults.WORKSPACE);
        var tenant = ids.get(TargetDefaults.TENANT);
        var text = "";
        if (workspace != null) {
            var record = names.record("/workspaces/" + RequestInputs.encoded(workspace));
            text = "in workspace "
                    + named(record == null ? "" : record.path("name").asText(), workspace);
            if (record != null) {
                tenant = record.path(TargetDefaults.TENANT).asText();
            }
        }
        if (tenant != null && !tenant.isEmpty()) {
            var record = names.record("/tenants/" + RequestInputs.encoded(tenant));
            text += (text.isEmpty() ? "on tenant " : " of tenant ")
                    + named(record == null ? "" : record.path("name").asText(), tenant);
        }
        return text;
    }

    /** By ids alone; empty where no tenant or workspace is given. */
    static String plain(Map<String, String> ids) {
        @Nullable String workspace = ids.get(TargetDefaults.WORKSPACE);
        if (workspace != null) {
            return "in workspace " + workspace;
        }
        @Nullable String tenant = ids.get(TargetDefaults.TENANT);
        return tenant == null ? "" : "on tenant " + tenant;
    }

    private static String named(String name, String id) {
        return name.isEmpty() ? id : Printable.text(name) + " (" + id + ')';
    }
}
