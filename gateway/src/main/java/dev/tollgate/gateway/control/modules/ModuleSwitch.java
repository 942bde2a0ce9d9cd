package dev.tollgate.gateway.control.modules;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * State of a module in a workspace.
 *
 * @param updatedAt when it was last switched; null for never
 * @param lastActor who switched it; null for never
 * @param rules null for none
 */
public record ModuleSwitch(
        String key,
        String title,
        boolean enabled,
        @Nullable Instant updatedAt,
        @Nullable String lastActor,

        @JsonPropertyDescription("Events that the Activity Log writes an activity for. Absent if there are none.")
        @Nullable List<EventRule> rules) {}
