package dev.tollgate.records.resource;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Size;
import java.util.List;

/**
 * Several inputs of one operation; each is answered on its own.
 *
 * @param <I> one input
 */
public record Batch<I>(
        @JsonPropertyDescription("1 to 100 items; each is answered on its own.") @Size(min = 1, max = ITEMS_MAX) @Valid List<I> items) {

    /** The most items of a batch. */
    public static final int ITEMS_MAX = 100;
}
