package dev.tollgate.gateway.control.modules;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * State of a module in a workspace.
 *
 * @param updatedAt when it was last switched; null for never
 * @param lastActor who switched it; null for never
 */
public record ModuleSwitch(
        String key,
        String title,
        boolean enabled,
        @Nullable Instant updatedAt,
        @Nullable String lastActor) {}
