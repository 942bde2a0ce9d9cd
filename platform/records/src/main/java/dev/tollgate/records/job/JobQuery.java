package dev.tollgate.records.job;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.records.page.PageSize;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/** Which jobs are wanted. */
public record JobQuery(
        @JsonPropertyDescription("Filter by kind, such as support.ticket_clock.") @Size(min = 1, max = 62) @Nullable String kind,

        @JsonPropertyDescription("Filter by workspace.") @Nullable WorkspaceId workspaceId,

        @JsonPropertyDescription("Filter by state.") ShownJob.@Nullable State state,

        @JsonPropertyDescription("Page size. Default 25.") @Min(1) @Max(PageSize.MAX) @Nullable Integer limit,

        @JsonPropertyDescription("The next_cursor of the previous page.") @Nullable String cursor) {

    /** The same text for the same filters. */
    String filters() {
        return kind + "\n" + workspaceId + '\n' + state;
    }
}
