package dev.tollgate.gateway.workspace.audit;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Up to where the audit of a workspace, tenant or installation is sealed. */
public record AuditChain(
        @JsonPropertyDescription("Position of the last sealed entry; 0 before the first.")
        long position,

        @JsonPropertyDescription(
                "Hash over the last sealed entry and all before it, in hex. An anchor of the same position must have the "
                        + "same hash. Absent before the first.")
        @Nullable String hash,

        @JsonPropertyDescription("Position of the last anchor that was published; 0 before the first.")
        long anchoredPosition,

        @JsonPropertyDescription("Stored entries that wait for their position; normally none after a second.")
        long waiting,

        @JsonPropertyDescription("Time of the oldest of them. Absent if none waits.") @Nullable Instant waitingSince) {}
