package dev.tollgate.records.page;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;

/**
 * An input that lists records, a page at a time. Every further component is a filter: a component of the record by the
 * same name, compared for equality.
 */
public interface ListQuery {

    @JsonPropertyDescription("Page size. Default 25.")
    @Min(1) @Max(PageSize.MAX) @Nullable Integer limit();

    @JsonPropertyDescription("next_cursor of the previous page.")
    @Nullable String cursor();
}
