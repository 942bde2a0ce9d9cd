package dev.tollgate.billing.request;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;

/**
 * Which requests.
 *
 * @param status only those of this status
 */
public record RequestPage(
        @Nullable RequestStatus status,
        @Nullable @Min(1) @Max(100) Integer limit,
        @Nullable String cursor) {}
