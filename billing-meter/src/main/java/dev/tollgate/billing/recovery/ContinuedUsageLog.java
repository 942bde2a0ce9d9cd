package dev.tollgate.billing.recovery;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;

/** The gaps that were open until now. */
public record ContinuedUsageLog(
        @JsonPropertyDescription("Empty if the log has no gap.")
        List<UsageLogGap> gaps) {

    public ContinuedUsageLog {
        gaps = List.copyOf(gaps);
    }
}
