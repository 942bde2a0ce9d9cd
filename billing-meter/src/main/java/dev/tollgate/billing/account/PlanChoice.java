package dev.tollgate.billing.account;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;

/**
 * The plan a tenant is to be on.
 *
 * @param plan a name that {@code list_plans} shows
 */
public record PlanChoice(
        @JsonPropertyDescription("Name of a plan that list_plans shows, such as team.")
        @Pattern(regexp = "[a-z][a-z0-9_-]*") @Size(max = 64) String plan) {}
