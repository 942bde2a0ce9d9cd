package dev.tollgate.modules.support;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The open minutes that tickets of one priority have; null means no target. */
public record SlaTarget(
        Ticket.Priority priority,
        @Min(1) @Max(MINUTES_MAX) @Nullable Integer firstResponse,
        @Min(1) @Max(MINUTES_MAX) @Nullable Integer nextResponse,
        @Min(1) @Max(MINUTES_MAX) @Nullable Integer resolution) {

    static final int MINUTES_MAX = 43_200;

    @Nullable Duration of(SlaClock clock) {
        var minutes = switch (clock) {
            case FIRST_RESPONSE -> firstResponse;
            case NEXT_RESPONSE -> nextResponse;
            case RESOLUTION -> resolution;
        };
        return minutes == null ? null : Duration.ofMinutes(minutes);
    }
}
