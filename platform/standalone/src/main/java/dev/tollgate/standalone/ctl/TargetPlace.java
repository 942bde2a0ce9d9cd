package dev.tollgate.standalone.ctl;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.standalone.ctl.document.Printable;
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
        if (workspace == null) {
            var tenant = ids.get(TargetDefaults.TENANT);
            return tenant == null ? "" : "on tenant " + named(names.foundTenant(tenant), "name", tenant);
        }
        var found = names.found(workspace);
        var where = "in workspace " + named(found, "name", workspace);
        return found == null
                ? where
                : where + " of tenant "
                        + named(
                                found,
                                "tenant_name",
                                found.path(TargetDefaults.TENANT).asText());
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

    private static String named(@Nullable JsonNode record, String field, String id) {
        var name = record == null ? "" : record.path(field).asText();
        return name.isEmpty() ? id : Printable.text(name) + " (" + id + ')';
    }
}
