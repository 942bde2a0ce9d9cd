package dev.tollgate.gateway.control.system;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One part of the installation, in one process. */
public record SystemPart(
        @JsonPropertyDescription(
                "postgresql, redis, kafka, gateway, relay, billing_meter, audit or webhook_dispatcher.")
        String name,

        @JsonPropertyDescription(
                "silent: its process has stopped reporting. missing: no process that runs it has reported within a day.")
        Status status,

        @JsonPropertyDescription("Why it is not up.") @Nullable String detail,

        @JsonPropertyDescription("Process it runs in, or whose view of the server this is. Absent if missing.")
        @Nullable String process,

        @Nullable String version,

        @JsonPropertyDescription("Time of the report. Absent if missing.") @Nullable Instant reportedAt) {

    /** States of a part. */
    public enum Status {
        UP,
        DOWN,
        STARTING,
        DRAINING,
        SILENT,
        MISSING
    }
}
