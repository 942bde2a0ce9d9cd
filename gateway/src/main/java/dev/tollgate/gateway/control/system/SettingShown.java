package dev.tollgate.gateway.control.system;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** One setting as the gateway that answers has it. */
public record SettingShown(
        @JsonPropertyDescription("Name, as in a settings file.")
        String name,

        @JsonPropertyDescription("Value. Absent for secrets, and where it has none.") @Nullable String value,

        @JsonPropertyDescription("Whether its value is a secret, which is never shown.")
        boolean hidden,

        @JsonPropertyDescription(
                "Where it was set: environment, system properties, file, default, or none if it has no value.")
        String setIn,

        @JsonPropertyDescription("What it does.") String meaning) {}
