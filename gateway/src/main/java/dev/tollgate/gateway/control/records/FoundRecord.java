package dev.tollgate.gateway.control.records;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A record of any module. */
public record FoundRecord(
        String id,

        @JsonPropertyDescription("What it is, such as contact.")
        String kind,

        @JsonPropertyDescription("Key of its module.") String module,

        @JsonPropertyDescription("What people call it by. Absent where the kind has no name.") @Nullable String name,

        @JsonPropertyDescription("Version, incremented by every change, from 1.")
        long version,

        Instant createdAt,
        Instant updatedAt,

        @JsonPropertyDescription("Its other fields, as the API has them.")
        JsonObject fields) {}
