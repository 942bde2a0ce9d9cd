package dev.tollgate.gateway.credential;

import dev.tollgate.contract.operation.ProductModule;
import dev.tollgate.records.job.ActiveWorkspaces;
import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Workspaces in which jobs and consumers of events may run, as the control plane has them now. */
public final class ActiveWorkspaceRows implements ActiveWorkspaces {

    private static final String ACTIVE = """
            SELECT f.workspace_id, f.modules, control.time_zone(f.workspace_id) AS time_zone,
                   control.module_settings(f.workspace_id) AS settings
              FROM unnest($1::uuid[]) AS u (id)
             CROSS JOIN LATERAL control.workspace_facts(u.id) AS f
             WHERE f.status = 'active'
            """;

    private final Database database;
    private final Set<String> alwaysOn;

    public ActiveWorkspaceRows(Database database, List<? extends ProductModule> modules) {
        this.database = database;
        this.alwaysOn = modules.stream()
                .filter(module -> !module.switchable())
                .map(ProductModule::key)
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public Future<Map<UUID, Active>> of(Set<UUID> workspaces) {
        return database.read(
                        RowSecurityContext.NONE, ACTIVE, Tuple.tuple().addArrayOfUUID(workspaces.toArray(UUID[]::new)))
                .map(rows -> {
                    var active = new HashMap<UUID, Active>();
                    for (var row : rows) {
                        var on = new HashSet<>(alwaysOn);
                        on.addAll(List.of(row.getArrayOfStrings("modules")));
                        active.put(
                                row.getUUID("workspace_id"),
                                new Active(
                                        on, KnownZones.of(row.getString("time_zone")), row.getJsonObject("settings")));
                    }
                    return active;
                });
    }
}
