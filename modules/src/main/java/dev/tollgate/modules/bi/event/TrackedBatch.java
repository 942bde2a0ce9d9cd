package dev.tollgate.modules.bi.event;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tollgate.contract.operation.Resource;

/** The events of one call, in numbers. */
public record TrackedBatch(
        EventBatchId id,
        long version,

        @JsonPropertyDescription("New events that count in queries.")
        long accepted,

        @JsonPropertyDescription("Events whose event_id was known.")
        long duplicates,

        @JsonPropertyDescription("Events that break a rule.")
        long violations)
        implements Resource {}
