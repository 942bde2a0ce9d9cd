package dev.tollgate.records.table;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tollgate.records.page.Since;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/** What every list of synchronized records takes beside its own filters. */
public record ListOptions(
        @JsonPropertyDescription("Filter by the exact value: the other system that the record is synchronized with.")
        @Size(max = 64) @Nullable String externalSource,

        @JsonPropertyDescription("Filter by the exact value: ID of the record in external_source, which is given too.")
        @Size(max = 255) @Nullable String externalId,

        @JsonPropertyDescription("Order of the list; - in front means descending.") @Nullable String sort,

        @JsonPropertyDescription("Only records changed since, in the order of their changes: a time such as"
                + " 2026-12-04T09:30:00Z, a day, or updated_until of an earlier list.")
        @Nullable Since updatedSince,

        @JsonPropertyDescription("true: deleted records, in the order of their deletion; kept for 30 days.") @Nullable Boolean deleted) {

    static final ListOptions NONE = new ListOptions(null, null, null, null, null);

    boolean isDeleted() {
        return Boolean.TRUE.equals(deleted);
    }
}
