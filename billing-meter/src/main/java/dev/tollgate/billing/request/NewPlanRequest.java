package dev.tollgate.billing.request;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * The plan an owner asks for.
 *
 * @param plan a name that {@code list_plans} shows
 * @param note for the operator
 */
public record NewPlanRequest(
        @JsonPropertyDescription("Name of a plan that list_plans shows, such as team.")
        @Pattern(regexp = "[a-z][a-z0-9_-]*") @Size(max = 64) String plan,

        @Nullable @Size(min = 1, max = 500) String note) {}
