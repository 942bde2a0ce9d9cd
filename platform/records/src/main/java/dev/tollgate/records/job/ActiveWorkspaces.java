package dev.tollgate.records.job;

import io.vertx.core.Future;
import java.time.ZoneId;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Tells which workspaces may have effects now. */
@FunctionalInterface
public interface ActiveWorkspaces {

    /**
     * A workspace that is active.
     *
     * @param modules keys of the modules that are on
     */
    record Active(Set<String> modules, ZoneId zone) {

        public Active {
            modules = Set.copyOf(modules);
        }
    }

    /** Those of these workspaces that are active. */
    Future<Map<UUID, Active>> of(Set<UUID> workspaces);
}
