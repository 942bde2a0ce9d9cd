package dev.tollgate.records.job;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.ZoneId;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Tells which workspaces may have effects that no caller waits for. */
@FunctionalInterface
public interface ActiveWorkspaces {

    /**
     * A workspace that is active.
     *
     * @param modules keys of the modules that are on
     * @param settings of modules, by their keys; most have none
     */
    record Active(Set<String> modules, ZoneId zone, JsonObject settings) {

        public Active {
            modules = Set.copyOf(modules);
        }

        /** One whose modules have no settings. */
        public Active(Set<String> modules, ZoneId zone) {
            this(modules, zone, new JsonObject());
        }

        /** The settings of a module; empty if it has none. */
        public JsonObject settings(String module) {
            return settings.getJsonObject(module, new JsonObject());
        }
    }

    /** Those of these workspaces that are active. */
    Future<Map<UUID, Active>> of(Set<UUID> workspaces);
}
