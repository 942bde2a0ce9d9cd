package dev.tollgate.billing.usage;

import dev.tollgate.contract.caller.RequestId;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which usage events.
 *
 * @param from only calls that ended at or after it
 * @param to only calls that ended before it
 */
public record UsageEventPage(
        @Nullable Instant from,
        @Nullable Instant to,
        @Nullable RequestId requestId,
        @Nullable @Size(max = 128) String clientRequestId,
        @Nullable @Size(max = 64) String dimension,
        @Nullable @Min(1) @Max(100) Integer limit,
        @Nullable String cursor) {

    /** Whether nearly all events may be left out, so that a list looks at many to find few. */
    boolean leavesOut() {
        return requestId == null && (dimension != null || clientRequestId != null);
    }

    /** Equal for equal filters. */
    String filters() {
        return from + " " + to + " " + requestId + " " + dimension + " " + clientRequestId;
    }
}
