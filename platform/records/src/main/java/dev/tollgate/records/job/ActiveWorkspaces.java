package dev.tollgate.records.job;

import io.vertx.core.Future;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Tells which workspaces may have effects now. */
@FunctionalInterface
public interface ActiveWorkspaces {

    /** Those of these workspaces that are active, each with the keys of the modules that are on. */
    Future<Map<UUID, Set<String>>> of(Set<UUID> workspaces);
}
