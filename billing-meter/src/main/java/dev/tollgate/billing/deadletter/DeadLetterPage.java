package dev.tollgate.billing.deadletter;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tollgate.records.page.PageSize;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;

/** Which dead letters. */
public record DeadLetterPage(
        @JsonPropertyDescription("true lists those that were resent or resolved. Default: those that are open.")
        @Nullable Boolean resolved,

        @JsonPropertyDescription("Page size. Default 25.") @Min(1) @Max(PageSize.MAX) @Nullable Integer limit,

        @JsonPropertyDescription("The next_cursor of the previous page.") @Nullable String cursor) {

    boolean isOfResolved() {
        return Boolean.TRUE.equals(resolved);
    }
}
